/* Events as JSON: valid, on one line, no duplicate member, no text lost. */
#include "fuzz/fuzz.h"
#include "proto/event_json.h"
#include "util/text.h"

#include <jansson.h>

static void check_valid(struct span line, bool ascii)
{
	json_error_t error;
	json_t *value;

	fuzz_assert(line.len && line.at[line.len - 1] == '\n');
	fuzz_assert(fuzz_count(line, '\n') == 1);
	for (size_t i = 0; i + 1 < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];

		fuzz_assert(c >= ' ' && (!ascii || c < 0x7f));
	}
	value = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES |
		JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);
	if (!value)
		fprintf(stderr, "%s: %.*s", error.text, (int)line.len,
			line.at);
	fuzz_assert(json_is_string(json_object_get(value, "event")));
	fuzz_assert(json_is_string(json_object_get(value, "time")));
	json_decref(value);
}

/*
 * Appends letters and digits in lower case, without "_" and "-", which names
 * may lose or gain.
 */
static void add_plain(struct buf *to, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '_' && text.at[i] != '-')
			buf_add_char(to, text_lower(text.at[i]));
}

static bool is_word(char c)
{
	return text_is_alnum(c) || c == '_' || c == '-';
}

/* Returns the length of an escape: a backslash and a byte, or octal digits. */
static size_t escape_length(struct span text)
{
	size_t len = 2;

	while (len < 4 && len < text.len && text_is_digit(text.at[1]) &&
		text_is_digit(text.at[len]))
		len++;
	return len;
}

/* Checks that `found` has every run of letters and digits outside escapes. */
static void check_runs(struct span text, const struct buf *found)
{
	struct buf run = BUF_INIT;
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;

		while (at < text.len && is_word(text.at[at]))
			at++;
		buf_reset(&run);
		add_plain(&run, (struct span){ text.at + start, at - start });
		if (run.len && !strstr(buf_text(found), buf_text(&run))) {
			fprintf(stderr, "lost: %s\n", buf_text(&run));
			abort();
		}
		at += at < text.len && text.at[at] == '\\' ?
			escape_length(span_from(text, at)) : 1;
	}
	buf_clear(&run);
}

/* In an entry, identities become hexadecimal; "r" and "s" become members. */
static void check_entry(struct span line, const struct buf *found)
{
	bool begins = span_starts(line, "r ");
	struct span word;

	for (int i = 0; span_next_word(&line, &word); i++)
		if ((i || word.len > 1) && !(begins && (i == 2 || i == 3)))
			check_runs(word, found);
}

static void check_complete(const struct event *event, struct span raw,
	struct span json)
{
	bool entries = event->type && event->type->data == EVENT_ENTRIES;
	struct event_lines lines = event_lines_of(event);
	struct lexer lexer = { 0 };
	struct lexer_token token;
	struct buf found = BUF_INIT;
	struct span line;

	add_plain(&found, json);
	if (event->type && event_find(event, "new_address"))
		buf_add_string(&found, " error");
	lexer_next(&lexer, raw, &token);
	check_runs(token.text, &found);
	while (event_next_line(&lines, &line)) {
		if (entries)
			check_entry(line, &found);
		else
			check_runs(line, &found);
	}
	buf_clear(&found);
}

static void check_inside(const struct event *event, struct span raw)
{
	fuzz_assert(fuzz_inside(event->name, raw));
	fuzz_assert(event->len <= EVENT_VALUES);
	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		fuzz_assert(!value->text.len || fuzz_inside(value->text, raw));
		fuzz_assert(!value->name.len || fuzz_inside(value->name, raw));
	}
	fuzz_assert(!event->rest.len || fuzz_inside(event->rest, raw));
	fuzz_assert(!event->further.len || fuzz_inside(event->further, raw));
}

static bool is_message(struct span raw)
{
	struct lexer lexer = { 0 };
	struct lexer_token token;

	lexer_next(&lexer, raw, &token);
	return token.kind == LEXER_LINE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span raw = fuzz_input(data, size);
	struct event_json json = { 0 };
	struct buf line = BUF_INIT;

	for (int ascii = 0; ascii < 2; ascii++) {
		struct json to = { .to = &line, .ascii = ascii };

		buf_reset(&line);
		fuzz_assert(event_json_add(&json, &to, raw,
			(int64_t)size * 999999) == is_message(raw));
		if (!is_message(raw)) {
			fuzz_assert(!line.len);
			continue;
		}
		check_inside(&json.event, raw);
		check_valid(buf_span(&line), ascii);
		if (!ascii)
			check_complete(&json.event, raw, buf_span(&line));
	}
	buf_clear(&line);
	event_json_clear(&json);
	return 0;
}
