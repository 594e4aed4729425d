/* A buffer that limits events to what the screen can show. */
#include "shell/display.h"

#include "out/layout.h"
#include "out/window.h"
#include "proto/event_text.h"
#include "util/clock.h"
#include "util/escape.h"
#include "util/utf8.h"

#include <string.h>
#include <unistd.h>

/* Adds the first line as Tor sent it, and the number of further lines. */
static void add_plain(struct buf *lines, const struct queue_event *event)
{
	size_t start = lines->len, more = 0;
	struct span text, line;

	event_text_add(lines, event->raw, true);
	text = span_from(buf_span(lines), start);
	span_next_line(&text, &line);
	start += line.len;
	while (span_next_line(&text, &line))
		more++;
	if (!more)
		return;
	buf_truncate(lines, start);
	buf_print(lines, " (%zu more line%s)\n", more,
		more == 1 ? "" : "s");
}

void display_event(struct display *display, const struct settings *settings,
	const char *server, const struct queue_event *event)
{
	size_t width = window_columns(STDOUT_FILENO), used = 0;

	if (display->count >= DISPLAY_LINES) {
		display->hidden++;
		return;
	}
	display->line.time = settings->timestamps;
	display->line.full = settings->events == SETTINGS_FULL;
	if (server) {
		buf_print(&display->lines, "%s: ", server);
		used = strlen(server) + 2;
	}
	display->line.width = width > used ? width - used : 1;
	if (settings->events != SETTINGS_PLAIN) {
		event_line_add(&display->line, &display->lines, event);
	} else {
		if (settings->timestamps)
			event_line_add_time(&display->lines, event->time);
		add_plain(&display->lines, event);
	}
	display->count++;
}

void display_text(struct display *display, struct span line)
{
	struct buf escaped = BUF_INIT;

	if (display->count >= DISPLAY_LINES) {
		display->hidden++;
		return;
	}
	escape_add_terminal(&escaped, line, ESCAPE_LINE);
	layout_fold_text(buf_span(&escaped), 0, window_columns(STDOUT_FILENO),
		&display->lines);
	buf_add_char(&display->lines, '\n');
	display->count++;
	buf_clear(&escaped);
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
		buf_print(to, "%s %llu event%s skipped\n", utf8_mark("…"),
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
	event_line_clear(&display->line);
	*display = (struct display){ 0 };
}
