/*
 * Events as JSON, for the tests: what a control port has sent is read from
 * stdin, each message becomes a line on stdout, all read at one time,
 * 2026-11-22T08:33:12.123Z. "-a": as for a terminal. Exit status 1: what came
 * is not of the protocol, or its last message has no end.
 */
#include "proto/event_json.h"
#include "util/buf.h"

#include <stdio.h>
#include <string.h>

static const int64_t read_at = 1795336392123456;

static void read_all(struct buf *to)
{
	char bytes[65536];
	size_t got;

	while ((got = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
		buf_add(to, bytes, got);
}

/* The length of the message at the front; 0 when there is no whole one. */
static size_t message_length(struct span bytes)
{
	struct lexer lexer = { 0 };
	struct lexer_token token;
	size_t len = 0;

	do {
		lexer_next(&lexer, span_from(bytes, len), &token);
		if (token.kind == LEXER_MORE || token.kind == LEXER_BAD)
			return 0;
		len += token.raw.len;
	} while (token.kind != LEXER_LINE || token.separator != ' ');
	return len;
}

int main(int argc, char **argv)
{
	struct event_json json = { .ascii = argc > 1 &&
		!strcmp(argv[1], "-a") };
	struct buf input = BUF_INIT, line = BUF_INIT;
	struct span rest;
	int status = 0;

	read_all(&input);
	rest = buf_span(&input);
	while (rest.len) {
		size_t len = message_length(rest);

		if (!len) {
			fprintf(stderr, "no message: %.*s\n",
				(int)(rest.len < 80 ? rest.len : 80), rest.at);
			status = 1;
			break;
		}
		buf_reset(&line);
		event_json_add(&json, &line, (struct span){ rest.at, len },
			read_at);
		fwrite(line.data, 1, line.len, stdout);
		rest = span_from(rest, len);
	}
	buf_clear(&input);
	buf_clear(&line);
	event_json_clear(&json);
	return status;
}
