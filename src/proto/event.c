/* An asynchronous message (6yz) decoded into fields. */
#include "proto/event.h"

#include "proto/keyword.h"
#include "proto/quoted.h"
#include "util/text.h"
#include "util/word.h"

#include <string.h>

enum { FINGERPRINT = 40, NICKNAME = 19 };

/* Compares words: a path has three of these, a million times a second. */
bool event_is_fingerprint(struct span text)
{
	uint64_t good = WORD_TOPS;

	if (text.len != FINGERPRINT)
		return false;
	for (size_t i = 0; i < FINGERPRINT; i += 8) {
		uint64_t word = word_load(text.at + i);

		good &= word_between(word, '0', '9') |
			word_between(word | WORD_ONES * 0x20, 'a', 'f');
	}
	return good == WORD_TOPS;
}

static bool starts_with_fingerprint(struct span text)
{
	return text.len > FINGERPRINT && text.at[0] == '$' &&
		event_is_fingerprint((struct span){ text.at + 1, FINGERPRINT });
}

struct event_relay event_read_relay(struct span text)
{
	struct event_relay relay = { { "", 0 }, text };
	char separator;

	if (!starts_with_fingerprint(text))
		return relay;
	relay.nickname = span_from(text, FINGERPRINT + 1);
	if (relay.nickname.len) {
		separator = relay.nickname.at[0];
		if (separator != '~' && separator != '=')
			return (struct event_relay){ { "", 0 }, text };
		relay.nickname = span_from(relay.nickname, 1);
	}
	relay.fingerprint = (struct span){ text.at + 1, FINGERPRINT };
	return relay;
}

/* Without a branch for each letter, since a path has three names as well. */
bool event_is_nickname(struct span text)
{
	bool good = text.len && text.len <= NICKNAME;

	for (size_t i = 0; i < text.len && i < NICKNAME; i++) {
		unsigned char digit = (unsigned char)(text.at[i] - '0');
		unsigned char letter = (unsigned char)((text.at[i] | 0x20) -
			'a');

		good &= (digit < 10) | (letter < 26);
	}
	return good;
}

bool event_is_relay(struct span text)
{
	return (text.len && text.at[0] == '$') || event_is_nickname(text);
}

bool event_read_target(struct span text, struct span *host,
	struct span *port)
{
	unsigned long long number;
	size_t colon = text.len;

	while (colon && text.at[colon - 1] != ':')
		colon--;
	if (!colon)
		return false;
	*port = span_from(text, colon);
	*host = (struct span){ text.at, colon - 1 };
	if (!span_number(*port, &number) || number > 65535)
		return false;
	if (host->len >= 2 && host->at[0] == '[' &&
		host->at[host->len - 1] == ']')
		*host = (struct span){ host->at + 1, host->len - 2 };
	return true;
}

bool event_next_part(struct span *rest, char separator, struct span *part)
{
	const char *end;

	if (!rest->at)
		return false;
	end = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	*part = *rest;
	*rest = (struct span){ NULL, 0 };
	if (end) {
		*rest = span_from(*part, (size_t)(end - part->at) + 1);
		part->len = (size_t)(end - part->at);
	}
	return true;
}

struct event_lines event_lines_of(const struct event *event)
{
	return (struct event_lines){
		.rest = event->further,
		.lexer = event->lexer,
	};
}

bool event_next_line(struct event_lines *lines, struct span *line)
{
	struct lexer_token token;

	while (lines->block.len || lines->rest.len) {
		if (span_next_line(&lines->block, line)) {
			if (line->len && line->at[0] == '.')
				*line = span_from(*line, 1);
			return true;
		}
		lexer_next(&lines->lexer, lines->rest, &token);
		if (token.kind == LEXER_MORE || token.kind == LEXER_BAD)
			return false;
		lines->rest = span_from(lines->rest, token.raw.len);
		if (token.kind == LEXER_DATA)
			lines->block = token.raw;
		if (token.kind != LEXER_LINE || (token.separator == ' ' &&
			span_equal(token.text, "OK")))
			continue;
		*line = token.text;
		return true;
	}
	return false;
}

enum { NAME_LONGEST = 64 };

/* Returns whether the first line is complete; `line` is its text. */
static bool first_line(struct span raw, struct lexer *lexer, struct span *line,
	struct span *further)
{
	struct lexer_token token;

	lexer_next(lexer, raw, &token);
	*further = span_from(raw, token.raw.len);
	*line = token.kind == LEXER_LINE ? token.text : (struct span){ "", 0 };
	return token.kind == LEXER_LINE;
}

/* Need not look for the end of the line, since a name is a part of it. */
struct span event_name(struct span raw)
{
	struct span name = span_from(raw, sizeof("650 ") - 1);
	size_t len = 0;

	while (len < name.len && !text_is_blank(name.at[len]) &&
		name.at[len] != '\r' && name.at[len] != '\n')
		len++;
	name.len = len;
	return name;
}

struct span event_arguments(struct span raw)
{
	struct lexer lexer = { 0 };
	struct span name, further, rest;

	first_line(raw, &lexer, &rest, &further);
	span_next_word(&rest, &name);
	return span_from(rest, 1);
}

/* `name` is a keyword's, so it has no NUL. */
static inline bool is_exactly(const char row[EVENT_NAME_SIZE], struct span name)
{
	return row[0] == name.at[0] && name.len < EVENT_NAME_SIZE &&
		!row[name.len] && !memcmp(row, name.at, name.len);
}

/*
 * Tor sends keywords in the order of the rows and leaves some out, so go on
 * from the last row.
 */
static const struct event_field *find_keyword(const struct event_type *type,
	struct span name, size_t *next)
{
	const struct event_field *rows, *row;

	if (!type)
		return NULL;
	rows = event_keywords(type);
	for (row = rows + *next; row->name[0]; row++)
		if (is_exactly(row->name, name))
			goto found;
	for (row = rows; row->name[0]; row++)
		if (span_equal_nocase(name, row->name))
			goto found;
	return NULL;
found:
	*next = (size_t)(row - rows) + 1;
	return row;
}

static void add_value(struct event *event, const struct event_field *field,
	struct span name, struct span text, bool quoted)
{
	event->values[event->len++] = (struct event_value){
		.field = field,
		.name = name,
		.text = text,
		.quoted = quoted,
	};
}

/*
 * Returns whether a word can fill the position `field`. A required value may
 * contain a "=" from an untrusted source; only a keyword that the type knows
 * ends the positions.
 */
static bool fills(const struct event_type *type,
	const struct event_field *field, const struct keyword *word)
{
	size_t next = 0;

	return !word->name.len || (!field->optional &&
		!find_keyword(type, word->name, &next));
}

static struct span whole_word(const struct keyword *word)
{
	const char *from = word->name.len ? word->name.at : word->value.at;

	return (struct span){ from, (size_t)(word->value.at +
		word->value.len - from) };
}

static struct span read_positions(struct event *event, struct span line)
{
	const struct event_field *field = event_positions(event->type);
	struct keyword word;

	for (; field->name[0]; field++) {
		struct span rest = line;

		if (field->type == EVENT_REST || field->type == EVENT_RELAYS) {
			add_value(event, field, (struct span){ 0 },
				span_from(line, 1), false);
			return span_from(line, line.len);
		}
		/* For "MAPADDRESS 1.2.3.4=" Tor leaves this word out. */
		if (field->type == EVENT_MAPPED && span_starts(line, "  ")) {
			add_value(event, field, (struct span){ 0 },
				(struct span){ "", 0 }, false);
			line = span_from(line, 1);
			continue;
		}
		if (!keyword_next(&rest, &word) ||
			!fills(event->type, field, &word))
			break;
		add_value(event, field, (struct span){ 0 }, whole_word(&word),
			word.quoted && !word.name.len);
		line = rest;
	}
	/* A circuit without relays has an empty path. */
	for (; field->name[0]; field++)
		if (field->type == EVENT_PATH)
			add_value(event, field, (struct span){ 0 },
				(struct span){ "", 0 }, false);
	return line;
}

/* Returns whether JSON derives a member of this name, beside the fields. */
static bool is_derived(const struct event_type *type, struct span name)
{
	const struct event_field *field;
	const char *data;
	bool found = span_equal(name, "args") || span_equal(name, "data") ||
		span_equal(name, "lines");

	if (!type)
		return found;
	data = event_data_member(type->data).json;
	found = found || (data && span_equal(name, data));
	for (field = event_positions(type); field->name[0] && !found; field++) {
		if (field->type == EVENT_TARGET)
			found = span_equal(name, "target_host") ||
				span_equal(name, "target_port");
		else if (field->type == EVENT_ENDPOINT)
			found = span_equal(name, "relay") ||
				span_equal(name, "address");
	}
	return found;
}

static bool is_row(const struct event_field *fields, struct span name)
{
	for (; fields->name[0]; fields++)
		if (span_equal(name, fields->json))
			return true;
	return false;
}

/* Returns whether a keyword without a row would take another member's name. */
static bool is_taken(const struct event *event, struct span keyword)
{
	const struct event_type *type = event->type;
	struct buf name = BUF_INIT, other = BUF_INIT;
	bool taken = keyword.len > NAME_LONGEST;

	if (!taken) {
		event_add_name(&name, keyword);
		taken = is_derived(type, buf_span(&name)) || (type &&
			(is_row(event_positions(type), buf_span(&name)) ||
			is_row(event_keywords(type), buf_span(&name))));
	}
	for (size_t i = 0; i < event->len && !taken; i++) {
		if (event->values[i].field || !event->values[i].name.len)
			continue;
		buf_reset(&other);
		event_add_name(&other, event->values[i].name);
		taken = span_equal(buf_span(&name), buf_text(&other));
	}
	buf_clear(&name);
	buf_clear(&other);
	return taken;
}

static void read_keywords(struct event *event, struct span line)
{
	unsigned seen = 0;
	size_t next = 0;
	struct keyword word;

	while (event->len < EVENT_VALUES && keyword_next(&line, &word)) {
		const struct event_field *field = word.name.len ?
			find_keyword(event->type, word.name, &next) : NULL;
		unsigned bit = field ? 1u << (next - 1) : 0;

		if (!word.name.len || seen & bit ||
			(!field && is_taken(event, word.name)))
			add_value(event, NULL, (struct span){ 0 },
				whole_word(&word), word.quoted &&
				!word.name.len);
		else
			add_value(event, field, word.name, word.value,
				word.quoted);
		seen |= bit;
	}
	event->rest = line;
}

bool event_decode(struct event *event, struct span raw)
{
	struct span line;

	event->lexer = (struct lexer){ 0 };
	event->len = 0;
	if (!first_line(raw, &event->lexer, &line, &event->further))
		return false;
	span_next_word(&line, &event->name);
	event->type = event_type_find(event->name);
	if (event->type)
		line = read_positions(event, line);
	read_keywords(event, line);
	return true;
}

const struct event_value *event_find(const struct event *event,
	const char *json)
{
	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (value->field ? !strcmp(value->field->json, json) :
			span_equal_nocase(value->name, json))
			return value;
	}
	return NULL;
}

struct span event_value_text(const struct event_value *value,
	struct buf *scratch)
{
	struct span text = value->text;
	struct keyword word = { .value = text, .quoted = value->quoted };

	if (!value->quoted)
		return text;
	if (text.len >= 2 && !memchr(text.at, '\\', text.len) &&
		quoted_length(text) == text.len)
		return (struct span){ text.at + 1, text.len - 2 };
	buf_reset(scratch);
	keyword_add_value(scratch, &word);
	return buf_span(scratch);
}

void event_add_name(struct buf *to, struct span keyword)
{
	size_t start = to->len;
	struct span name;

	for (size_t i = 0; i < keyword.len; i++) {
		char c = keyword.at[i], lower = text_lower(c);
		bool upper = lower != c;
		bool after_lower = i && keyword.at[i - 1] != '_' &&
			keyword.at[i - 1] != '-' &&
			!(keyword.at[i - 1] >= 'A' && keyword.at[i - 1] <= 'Z');
		bool before_lower = i && i + 1 < keyword.len &&
			keyword.at[i + 1] >= 'a' && keyword.at[i + 1] <= 'z' &&
			keyword.at[i - 1] != '_' && keyword.at[i - 1] != '-';

		if (upper && (after_lower || before_lower) && i)
			buf_add_char(to, '_');
		buf_add_char(to, c == '-' ? '_' : lower);
	}
	name = span_from(buf_span(to), start);
	if (span_equal(name, "time") || span_equal(name, "event")) {
		bool time = name.at[0] == 't';

		buf_truncate(to, start);
		buf_add_string(to, time ? "tor_time" : "tor_event");
	}
}
