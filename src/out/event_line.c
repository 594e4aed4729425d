/* Events as lines for people. */
#include "out/event_line.h"

#include "out/event_manners.h"
#include "proto/event_text.h"
#include "util/escape.h"

#include <string.h>
#include <time.h>

/* The state of one event's line. */
struct line {
	struct event_line *style;
	struct buf *to;
	uint64_t used; /* bit i: value i was shown */
	unsigned depth; /* depth of brackets in the template */
	bool lacking; /* a field outside brackets has no value */
};

static const struct { const char *type; const char *color; } colors[] = {
	{ "ERR", "\x1b[1;31m" },
	{ "WARN", "\x1b[33m" },
	{ "NOTICE", "\x1b[32m" },
	{ "INFO", "\x1b[2m" },
	{ "DEBUG", "\x1b[2m" },
	{ NULL, "\x1b[36m" },
};

void event_line_add_time(struct buf *to, int64_t microseconds)
{
	time_t seconds = (time_t)(microseconds / 1000000);
	struct tm local;

	localtime_r(&seconds, &local);
	buf_print(to, "%02d:%02d:%02d.%03d ", local.tm_hour, local.tm_min,
		local.tm_sec, (int)(microseconds / 1000 % 1000));
}

static void add_type(const struct event_line *line, struct buf *to)
{
	struct span name = line->event.name;
	size_t i = 0;

	while (line->color && colors[i].type &&
		!span_equal(name, colors[i].type))
		i++;
	if (line->color)
		buf_add_string(to, colors[i].color);
	escape_add_terminal(to, name, ESCAPE_LINE);
	if (line->color)
		buf_add_string(to, "\x1b[0m");
}

/*
 * Adds keywords and unnamed words that the template does not show; `all`: every
 * word.
 */
static bool add_others(struct line *line, bool all)
{
	struct event *event = &line->style->event;
	bool some = false;

	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (!all && (line->used >> i & 1 || (value->field &&
			!value->name.len)))
			continue;
		buf_add_char(line->to, ' ');
		escape_add_terminal(line->to, value->name, ESCAPE_LINE);
		if (value->name.len)
			buf_add_char(line->to, '=');
		escape_add_terminal(line->to, event_value_text(value,
			&line->style->scratch), ESCAPE_LINE);
		some = true;
	}
	return some;
}

/* Adds the field "name:manner" in braces. Returns false if it has no value. */
static bool add_field(struct line *line, struct span inside)
{
	struct event_line *style = line->style;
	struct event *event = &style->event;
	struct span name, manner = inside;

	event_next_part(&manner, ':', &name);
	if (span_equal(name, "*"))
		return add_others(line, false);
	if (span_equal(name, "data") && manner.len)
		return event_manner_add_data(style, line->to, manner);
	if (!name.len) {
		buf_add_string(line->to, style->utf8 ? "→" : "->");
		return true;
	}
	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (!value->field || !span_equal(name, value->field->json))
			continue;
		line->used |= (uint64_t)1 << i;
		return event_manner_add(style, line->to, manner,
			event_value_text(value, &style->scratch));
	}
	line->lacking = line->lacking || !line->depth;
	return false;
}

/*
 * Fills in the template up to `end` ("]" or NUL) and moves `*template` after
 * it. Returns false if a field was missing.
 */
static bool follow(struct line *line, const char **template, char end)
{
	bool whole = true;

	while (**template && **template != end) {
		size_t start = line->to->len, len;

		if (**template == '[') {
			++*template;
			line->depth++;
			if (!follow(line, template, ']'))
				buf_truncate(line->to, start);
			line->depth--;
		} else if (**template == '{') {
			len = strcspn(++*template, "}");
			whole = add_field(line,
				(struct span){ *template, len }) && whole;
			*template += len + 1;
		} else {
			len = 1 + strcspn(*template + 1, "[]{");
			buf_add(line->to, *template, len);
			*template += len;
		}
	}
	*template += **template == end && end;
	return whole;
}

static const char *choose_template(const struct event_type *type,
	struct event_line *style)
{
	const struct event_wording *wording = event_wordings(type);

	for (; wording->field; wording++) {
		const struct event_value *value = event_find(&style->event,
			wording->field);

		if (value && span_equal(event_value_text(value,
			&style->scratch), wording->value))
			return wording->template;
	}
	return type->shown;
}

static void add_words(struct event_line *style, struct buf *to)
{
	const struct event *event = &style->event;
	struct line line = { .style = style, .to = to };
	size_t before = to->len;
	const char *template;

	if (event->type) {
		buf_add_char(to, ' ');
		template = choose_template(event->type, style);
		follow(&line, &template, '\0');
	}
	/* A sentence with a gap may be misleading. */
	if (!event->type || line.lacking) {
		buf_truncate(to, before);
		add_others(&line, true);
	}
	/* A field missing at the end leaves no blank. */
	while (to->len > before && to->data[to->len - 1] == ' ')
		buf_truncate(to, to->len - 1);
}

/* Adds the lines after the first, which templates do not cover. */
static void add_lines(struct event_line *style, struct buf *to)
{
	struct event_lines lines = event_lines_of(&style->event);
	enum event_data data = style->event.type ? style->event.type->data :
		EVENT_TEXT;
	struct span line;
	size_t count = 0;

	while (event_next_line(&lines, &line)) {
		count++;
		if (!style->full)
			continue;
		buf_add_string(to, count == 1 ? "\n\t" : "\t");
		escape_add_terminal(to, line, ESCAPE_LINE);
		buf_add_char(to, '\n');
	}
	if (count && style->full)
		return;
	if (count && (data == EVENT_TEXT || data == EVENT_MESSAGE))
		buf_print(to, " (%zu more line%s)", count,
			count == 1 ? "" : "s");
	buf_add_char(to, '\n');
}

void event_line_add(struct event_line *line, struct buf *to,
	const struct queue_event *event)
{
	line->now = event->time;
	if (line->time)
		event_line_add_time(to, event->time);
	if (!event_decode(&line->event, event->raw)) {
		event_text_add(to, event->raw, true);
		return;
	}
	add_type(line, to);
	add_words(line, to);
	add_lines(line, to);
}

void event_line_clear(struct event_line *line)
{
	buf_clear(&line->scratch);
}
