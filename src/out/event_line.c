/* Events as lines for people. */
#include "out/event_line.h"

#include "out/style.h"
#include "proto/event_text.h"
#include "proto/reasons.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/format.h"
#include "util/text.h"
#include "util/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHOWN_FINGERPRINT = 8, SHOWN_NAMES = 5, SHOWN_CHANGES = 3 };

typedef bool format_value(const struct event_line *line, struct buf *to,
	struct span text);

/* The prefix for each severity of a status event. */
static const struct meaning severities[] = {
	{ "NOTICE", "" },
	{ "notice", "" },
	{ "WARN", "warning: " },
	{ "warning", "warning: " },
	{ "ERR", "error: " },
	{ "error", "error: " },
	{ NULL, NULL },
};

static bool add_plain(const struct event_line *line, struct buf *to,
	struct span text)
{
	(void)line;
	/* Tor's BUG messages end with LF. */
	while (text.len && text.at[text.len - 1] == '\n')
		text.len--;
	escape_add_terminal(to, text, ESCAPE_LINE);
	return text.len > 0;
}

static bool add_state(const struct event_line *line, struct buf *to,
	struct span text)
{
	enum style style = line->color ? style_of_state(text) : STYLE_PLAIN;

	buf_add_string(to, style_on(style));
	add_plain(line, to, text);
	buf_add_string(to, style_off(style));
	return text.len > 0;
}

static bool add_lower(const struct event_line *line, struct buf *to,
	struct span text)
{
	size_t start = to->len;

	add_plain(line, to, text);
	for (size_t i = start; i < to->len; i++)
		to->data[i] = to->data[i] == '_' ? ' ' :
			text_lower(to->data[i]);
	return text.len > 0;
}

static bool add_known(const struct event_line *line, struct buf *to,
	struct span text, const struct meaning *words)
{
	const char *known = meanings_find(words, text);

	if (!known)
		return add_lower(line, to, text);
	buf_add_string(to, known);
	return true;
}

static bool add_severity(const struct event_line *line, struct buf *to,
	struct span text)
{
	if (!meanings_find(severities, text) && add_lower(line, to, text)) {
		buf_add_string(to, ": ");
		return true;
	}
	return add_known(line, to, text, severities);
}

static bool add_id(const struct event_line *line, struct buf *to,
	struct span text)
{
	return !span_equal(text, "0") && add_plain(line, to, text);
}

static bool add_relay(const struct event_line *line, struct buf *to,
	struct span text)
{
	struct event_relay relay = event_read_relay(text);
	bool cut = !line->full;

	if (relay.nickname.len)
		return add_plain(line, to, relay.nickname);
	if (!relay.fingerprint.len)
		return add_plain(line, to, text);
	buf_add_char(to, '$');
	if (cut)
		relay.fingerprint.len = SHOWN_FINGERPRINT;
	add_plain(line, to, relay.fingerprint);
	if (cut)
		buf_add_string(to, utf8_mark("…"));
	return true;
}

static bool add_path(const struct event_line *line, struct buf *to,
	struct span text)
{
	const char *country;
	struct span part;
	bool first = true;

	if (!text.len)
		return false;
	for (; event_next_part(&text, ',', &part); first = false) {
		if (!first)
			buf_print(to, " %s ", utf8_mark("→"));
		add_relay(line, to, part);
		country = line->countries ? countries_find_relay(
			line->countries, event_read_relay(part).fingerprint) :
			NULL;
		if (country)
			buf_print(to, "(%s)", country);
	}
	return true;
}

/* Adds one of several names, up to a limit; the count is shown elsewhere. */
static void add_name(const struct event_line *line, struct buf *to,
	size_t index, struct span relay)
{
	if (index > SHOWN_NAMES && !line->full)
		return;
	buf_add_string(to, index ? ", " : ": ");
	if (index == SHOWN_NAMES && !line->full)
		buf_add_string(to, utf8_mark("…"));
	else
		add_relay(line, to, relay);
}

static void add_count(struct buf *to, size_t count, const char *noun)
{
	buf_print(to, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

static bool add_relays(const struct event_line *line, struct buf *to,
	struct span text)
{
	struct span rest = text, word;
	size_t count = 0, index = 0;

	while (span_next_word(&rest, &word))
		count++;
	add_count(to, count, "relay");
	while (span_next_word(&text, &word))
		add_name(line, to, index++, word);
	return count;
}

static bool add_bytes(const struct event_line *line, struct buf *to,
	struct span text)
{
	unsigned long long number;

	if (!span_number(text, &number))
		return add_plain(line, to, text);
	format_add_bytes(to, number);
	return true;
}

/* Adds signed seconds. */
static bool add_skew(const struct event_line *line, struct buf *to,
	struct span text)
{
	unsigned long long seconds;
	bool minus = span_starts(text, "-"), plus = span_starts(text, "+");

	if (!span_number(span_from(text, minus || plus), &seconds))
		return add_plain(line, to, text);
	if (seconds < 120)
		buf_print(to, "%llu s", seconds);
	else if (seconds < 2 * 3600)
		buf_print(to, "%llu min", seconds / 60);
	else
		buf_print(to, "%llu h", seconds / 3600);
	buf_add_string(to, minus ? " (behind)" : " (ahead)");
	return true;
}

/*
 * Adds "2026-11-22 09:53:39" (UTC) as local time, with the day if it differs.
 */
static bool add_local(const struct event_line *line, struct buf *to,
	struct span text)
{
	struct tm utc = { 0 }, local, today;
	time_t then, now = (time_t)(line->now / 1000000);
	char *copy = span_copy(text);
	int fields = sscanf(copy, "%4d-%2d-%2d%*1[ T]%2d:%2d:%2d",
		&utc.tm_year, &utc.tm_mon, &utc.tm_mday, &utc.tm_hour,
		&utc.tm_min, &utc.tm_sec);

	free(copy);
	if (fields != 6)
		return add_plain(line, to, text);
	utc.tm_year -= 1900;
	utc.tm_mon--;
	then = timegm(&utc);
	localtime_r(&then, &local);
	localtime_r(&now, &today);
	if (local.tm_year != today.tm_year || local.tm_yday != today.tm_yday)
		buf_print(to, "%04d-%02d-%02d ", local.tm_year + 1900,
			local.tm_mon + 1, local.tm_mday);
	buf_print(to, "%02d:%02d:%02d", local.tm_hour, local.tm_min,
		local.tm_sec);
	return true;
}

/* "us=16,de=8" → "us 16, de 8" */
static bool add_counts(const struct event_line *line, struct buf *to,
	struct span text)
{
	struct span part;
	size_t start = to->len;

	while (event_next_part(&text, ',', &part)) {
		size_t from;

		if (to->len > start)
			buf_add_string(to, ", ");
		from = to->len;
		add_plain(line, to, part);
		for (size_t i = from; i < to->len; i++)
			if (to->data[i] == '=' || to->data[i] == ':')
				to->data[i] = ' ';
	}
	return to->len > start;
}

/* Either a function, or the words for known values. */
static const struct format {
	const char *name;
	format_value *add;
	const struct meaning *reasons;
} formats[] = {
	{ "state", add_state },
	{ "words", add_lower },
	{ "circuit", .reasons = reasons_circuit },
	{ "stream", .reasons = reasons_stream },
	{ "exit", .reasons = reasons_exit },
	{ "orconn", .reasons = reasons_orconn },
	{ "onion", .reasons = reasons_descriptor },
	{ "severity", add_severity },
	{ "id", add_id },
	{ "relay", add_relay },
	{ "path", add_path },
	{ "relays", add_relays },
	{ "bytes", add_bytes },
	{ "skew", add_skew },
	{ "local", add_local },
	{ "counts", add_counts },
};

static bool add_formatted(const struct event_line *line, struct buf *to,
	struct span name, struct span text)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		const struct format *format = &formats[i];

		if (!name.len || !span_equal(name, format->name))
			continue;
		return format->add ? format->add(line, to, text) :
			add_known(line, to, text, format->reasons);
	}
	return add_plain(line, to, text);
}

static bool add_entries(const struct event_line *line, struct buf *to)
{
	struct event_lines lines = event_lines_of(&line->event);
	struct buf names = BUF_INIT;
	struct span entry, word;
	size_t count = 0;

	while (event_next_line(&lines, &entry)) {
		if (!span_starts(entry, "r ") || !span_next_word(&entry, &word)
			|| !span_next_word(&entry, &word))
			continue;
		add_name(line, &names, count++, word);
	}
	add_count(to, count, "relay");
	buf_add_span(to, buf_span(&names));
	buf_clear(&names);
	return true;
}

static bool add_changes(const struct event_line *line, struct buf *to)
{
	struct event_lines lines = event_lines_of(&line->event);
	struct span change;
	size_t count = 0;

	for (; event_next_line(&lines, &change); count++) {
		if (count >= SHOWN_CHANGES)
			continue;
		buf_add_string(to, count ? ", " : "");
		add_plain(line, to, change);
		if (!change.len || !memchr(change.at, '=', change.len))
			buf_add_string(to, " (default)");
	}
	if (count > SHOWN_CHANGES)
		buf_print(to, " and %zu more", count - SHOWN_CHANGES);
	if (!count)
		buf_add_string(to, "nothing");
	return true;
}

static bool add_data(const struct event_line *line, struct buf *to,
	struct span format)
{
	struct event_lines lines = event_lines_of(&line->event);
	struct span text;
	size_t count = 0;

	if (span_equal(format, "entries"))
		return add_entries(line, to);
	if (span_equal(format, "changes"))
		return add_changes(line, to);
	while (event_next_line(&lines, &text))
		count++;
	add_count(to, count, "line");
	return true;
}

/* The state of one event's line. */
struct line {
	struct event_line *style;
	struct buf *to;
	uint64_t used; /* bit i: value i was shown */
	unsigned depth; /* depth of brackets in the template */
	bool lacking; /* a field outside brackets has no value */
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
	enum style style = style_of_state(name);

	if (style == STYLE_PLAIN)
		style = STYLE_KEY;
	if (line->color)
		buf_add_string(to, style_on(style));
	escape_add_terminal(to, name, ESCAPE_LINE);
	if (line->color)
		buf_add_string(to, style_off(style));
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

/* Adds the field "name:format" in braces. Returns false if it has no value. */
static bool add_field(struct line *line, struct span inside)
{
	struct event_line *style = line->style;
	struct event *event = &style->event;
	struct span name, format = inside;

	event_next_part(&format, ':', &name);
	if (span_equal(name, "*"))
		return add_others(line, false);
	if (span_equal(name, "data") && format.len)
		return add_data(style, line->to, format);
	if (!name.len) {
		buf_add_string(line->to, utf8_mark("→"));
		return true;
	}
	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (!value->field || !span_equal(name, value->field->json))
			continue;
		line->used |= (uint64_t)1 << i;
		return add_formatted(style, line->to, format,
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

/* Returns the cells that the text takes; those that set colours take none. */
static size_t width_of(struct span text)
{
	size_t width = 0;

	while (text.len) {
		const char *escape = memchr(text.at, '\x1b', text.len), *end;
		size_t len = escape ? (size_t)(escape - text.at) : text.len;

		width += cells_width((struct span){ text.at, len });
		text = span_from(text, len);
		end = text.len ? memchr(text.at, 'm', text.len) : NULL;
		text = span_from(text, end ? (size_t)(end - text.at) + 1 :
			text.len);
	}
	return width;
}

/* Breaks the line that begins at `from` at blanks, so that it fits. */
static void fold(struct event_line *line, struct buf *to, size_t from)
{
	struct buf *copy = &line->scratch;
	struct span rest, first;
	size_t column = 0;

	rest = span_from(buf_span(to), from);
	if (!span_next_line(&rest, &first) || width_of(first) <= line->width)
		return;
	buf_reset(copy);
	buf_add_span(copy, span_from(buf_span(to), from));
	buf_truncate(to, from);
	first.at = copy->data;
	rest = span_from(buf_span(copy), first.len);
	while (first.len) {
		const char *blank = memchr(first.at, ' ', first.len);
		struct span word = { first.at, blank ? (size_t)(blank -
			first.at) : first.len };
		size_t width = width_of(word);

		if (column && column + 1 + width > line->width) {
			buf_add_string(to, "\n  ");
			column = 2;
		} else if (column) {
			buf_add_char(to, ' ');
			column++;
		}
		buf_add_span(to, word);
		column += width;
		first = span_from(first, word.len + (blank != NULL));
	}
	buf_add_span(to, rest);
}

void event_line_add(struct event_line *line, struct buf *to,
	const struct queue_event *event)
{
	size_t from = to->len;

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
	if (line->width)
		fold(line, to, from);
}

void event_line_clear(struct event_line *line)
{
	buf_clear(&line->scratch);
}
