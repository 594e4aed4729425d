/* Formats of event values in lines for people. */
#include "out/event_manners.h"

#include "proto/reasons.h"
#include "util/escape.h"
#include "util/format.h"
#include "util/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHOWN_FINGERPRINT = 8, SHOWN_NAMES = 5, SHOWN_CHANGES = 3 };

typedef bool manner_add(const struct event_line *line, struct buf *to,
	struct span text);

/* The prefix for each severity of a status event. */
static const struct reason severities[] = {
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

static bool add_words(const struct event_line *line, struct buf *to,
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
	struct span text, const struct reason *words)
{
	const char *known = reasons_find(words, text);

	if (!known)
		return add_words(line, to, text);
	buf_add_string(to, known);
	return true;
}

static bool add_circuit_reason(const struct event_line *line, struct buf *to,
	struct span text)
{
	return add_known(line, to, text, reasons_circuit);
}

static bool add_stream_reason(const struct event_line *line, struct buf *to,
	struct span text)
{
	return add_known(line, to, text, reasons_stream);
}

static bool add_exit_reason(const struct event_line *line, struct buf *to,
	struct span text)
{
	return add_known(line, to, text, reasons_exit);
}

static bool add_orconn_reason(const struct event_line *line, struct buf *to,
	struct span text)
{
	return add_known(line, to, text, reasons_orconn);
}

static bool add_onion_reason(const struct event_line *line, struct buf *to,
	struct span text)
{
	return add_known(line, to, text, reasons_descriptor);
}

static bool add_severity(const struct event_line *line, struct buf *to,
	struct span text)
{
	if (!reasons_find(severities, text) && add_words(line, to, text)) {
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
		buf_add_string(to, line->utf8 ? "…" : "...");
	return true;
}

static bool add_path(const struct event_line *line, struct buf *to,
	struct span text)
{
	struct span part;
	bool first = true;

	if (!text.len)
		return false;
	for (; event_next_part(&text, ',', &part); first = false) {
		if (!first)
			buf_add_string(to, line->utf8 ? " → " : " -> ");
		add_relay(line, to, part);
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
		buf_add_string(to, line->utf8 ? "…" : "...");
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

static const struct { const char *name; manner_add *add; } manners[] = {
	{ "words", add_words },
	{ "circuit", add_circuit_reason },
	{ "stream", add_stream_reason },
	{ "exit", add_exit_reason },
	{ "orconn", add_orconn_reason },
	{ "onion", add_onion_reason },
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

bool event_manner_add(const struct event_line *line, struct buf *to,
	struct span manner, struct span text)
{
	for (size_t i = 0; i < sizeof(manners) / sizeof(*manners); i++)
		if (manner.len && span_equal(manner, manners[i].name))
			return manners[i].add(line, to, text);
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

bool event_manner_add_data(const struct event_line *line, struct buf *to,
	struct span manner)
{
	struct event_lines lines = event_lines_of(&line->event);
	struct span text;
	size_t count = 0;

	if (span_equal(manner, "entries"))
		return add_entries(line, to);
	if (span_equal(manner, "changes"))
		return add_changes(line, to);
	while (event_next_line(&lines, &text))
		count++;
	add_count(to, count, "line");
	return true;
}
