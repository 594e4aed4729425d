/*
 * A filter that shows events as torctl does, for the tests. Reads the output of
 * a control port from stdin and shows each message on stdout, as if received at
 * 2026-11-22T08:33:12.123Z: as JSON; with -a as JSON for a terminal; with -l as
 * lines for people; with -f as those with all data. Exit status 1: invalid
 * protocol, or the last message is incomplete.
 */
#include "out/event_line.h"
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

/* Returns the length of the message at the front; 0 if it is incomplete. */
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

static struct event_json json;
static struct event_line line = { .time = true };

static void show(struct buf *to, struct span raw, char how)
{
	const struct queue_event event = { raw, read_at };
	struct json writer = { .to = to, .ascii = how == 'a' };

	buf_reset(to);
	if (how == 'l' || how == 'f')
		event_line_add(&line, to, &event);
	else
		event_json_add(&json, &writer, raw, read_at);
	fwrite(to->data, 1, to->len, stdout);
}

int main(int argc, char **argv)
{
	char how = argc > 1 && argv[1][0] == '-' ? argv[1][1] : '\0';
	struct buf input = BUF_INIT, shown = BUF_INIT;
	struct span rest;
	int status = 0;

	line.full = how == 'f';
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
		show(&shown, (struct span){ rest.at, len }, how);
		rest = span_from(rest, len);
	}
	buf_clear(&input);
	buf_clear(&shown);
	event_json_clear(&json);
	event_line_clear(&line);
	return status;
}
