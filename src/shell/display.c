/* Events on their way to the screen, no more of them than it can take. */
#include "shell/display.h"

#include "proto/event_text.h"
#include "util/clock.h"

#include <time.h>

/* "HH:MM:SS.mmm ", local time. */
static void add_time(struct buf *to, int64_t microseconds)
{
	time_t seconds = (time_t)(microseconds / 1000000);
	struct tm local;

	localtime_r(&seconds, &local);
	buf_print(to, "%02d:%02d:%02d.%03d ", local.tm_hour, local.tm_min,
		local.tm_sec, (int)(microseconds / 1000 % 1000));
}

/* Keeps the first line, and says how many more there were. */
static void shorten(struct buf *lines, size_t start)
{
	struct span text = span_from(buf_span(lines), start), line;
	size_t first, more = 0;

	span_next_line(&text, &line);
	first = start + line.len;
	while (span_next_line(&text, &line))
		more++;
	if (!more)
		return;
	buf_truncate(lines, first);
	buf_print(lines, " (and %zu more line%s)\n", more,
		more == 1 ? "" : "s");
}

void display_event(struct display *display, const struct settings *settings,
	const struct queue_event *event)
{
	size_t start = display->lines.len;

	if (display->count >= DISPLAY_LINES) {
		display->hidden++;
		return;
	}
	if (settings->timestamps)
		add_time(&display->lines, event->time);
	event_text_add(&display->lines, event->raw, true);
	if (settings->events == SETTINGS_SHORT)
		shorten(&display->lines, start);
	display->count++;
}

void display_hidden(struct display *display, uint64_t count)
{
	display->hidden += count;
}

bool display_ready(const struct display *display)
{
	return (display->count || display->hidden) &&
		clock_now() >= display->not_before;
}

void display_take(struct display *display, struct buf *to)
{
	buf_add_span(to, buf_span(&display->lines));
	if (display->hidden)
		buf_print(to, "… %llu event%s not shown: they came too fast\n",
			(unsigned long long)display->hidden,
			display->hidden == 1 ? "" : "s");
	if (display->hidden)
		display->not_before = clock_now() + DISPLAY_PAUSE;
	buf_reset(&display->lines);
	display->count = 0;
	display->hidden = 0;
}

void display_clear(struct display *display)
{
	buf_clear(&display->lines);
	*display = (struct display){ 0 };
}
