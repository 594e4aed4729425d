/* An asynchronous message (6yz) decoded: the parts of its values. */
#include "proto/event.h"

#include "util/text.h"

#include <string.h>

enum { FINGERPRINT = 40, NICKNAME = 19 };

/* Branch-free: a path has three of these, a million times a second. */
static unsigned is_hex(char c)
{
	unsigned char digit = (unsigned char)(c - '0');
	unsigned char letter = (unsigned char)((c | 0x20) - 'a');

	return (digit < 10) | (letter < 6);
}

bool event_is_fingerprint(struct span text)
{
	unsigned good = 1;

	if (text.len != FINGERPRINT)
		return false;
	for (size_t i = 0; i < FINGERPRINT; i++)
		good &= is_hex(text.at[i]);
	return good;
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

bool event_is_nickname(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text_is_alnum(text.at[i]))
			return false;
	return text.len && text.len <= NICKNAME;
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
