/* A whole message from Tor, reply or event, split into lines. */
#include "proto/reply.h"

#include "proto/read_only.h"
#include "proto/lexer.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static struct reply_line *add_line(struct reply *reply, size_t *size)
{
	if (reply->len == *size) {
		*size = *size ? *size * 2 : 4;
		reply->lines = alloc_resize(reply->lines, *size,
			sizeof(*reply->lines));
	}
	reply->lines[reply->len] = (struct reply_line){ 0 };
	return &reply->lines[reply->len++];
}

/*
 * Moves the block's lines to `to` (at or before their place), replacing CRLF
 * with LF and removing one leading ".". Returns the end of the result.
 */
static char *unstuff(char *to, struct span data)
{
	while (data.len) {
		const char *end = memchr(data.at, '\n', data.len);
		size_t len = (size_t)(end - data.at) + 1;
		struct span line = { data.at, len - 1 };

		if (line.len && line.at[line.len - 1] == '\r')
			line.len--;
		if (line.len && line.at[0] == '.')
			line = span_from(line, 1);
		memmove(to, line.at, line.len);
		to += line.len;
		*to++ = '\n';
		data = span_from(data, len);
	}
	return to;
}

bool reply_parse(struct reply *reply, struct buf *bytes, struct error *error)
{
	struct lexer lexer = { 0 };
	struct reply_line *line = NULL;
	struct lexer_token token;
	struct span rest;
	size_t size = 0;
	bool ended = false;

	reply_clear(reply);
	reply->bytes = *bytes;
	*bytes = (struct buf){ .secret = bytes->secret };
	rest = buf_span(&reply->bytes);
	while (rest.len && !ended) {
		lexer_next(&lexer, rest, &token);
		if (token.kind == LEXER_MORE || token.kind == LEXER_BAD)
			break;
		if (token.kind == LEXER_LINE) {
			line = add_line(reply, &size);
			line->status = token.status;
			line->separator = token.separator;
			line->text = token.text;
			line->has_data = token.separator == '+';
			line->data = (struct span){ token.raw.at +
				token.raw.len, 0 };
			ended = token.separator == ' ';
		} else if (token.kind == LEXER_DATA && line) {
			char *to = reply->bytes.data +
				(line->data.at - reply->bytes.data);
			char *end = unstuff(to + line->data.len, token.raw);

			line->data.len = (size_t)(end - to);
		}
		rest = span_from(rest, token.raw.len);
	}
	if (ended && !rest.len)
		return true;
	reply_clear(reply);
	return error_set(error, ERROR_CONNECTION,
		"malformed reply from the control port");
}

void reply_clear(struct reply *reply)
{
	buf_clear(&reply->bytes);
	free(reply->lines);
	reply->lines = NULL;
	reply->len = 0;
}

int reply_status(const struct reply *reply)
{
	return reply->len ? reply->lines[reply->len - 1].status : 0;
}

struct span reply_text(const struct reply *reply)
{
	return reply->len ? reply->lines[reply->len - 1].text :
		(struct span){ "", 0 };
}

static bool line_ok(const struct reply_line *line)
{
	return line->status >= 200 && line->status <= 299;
}

bool reply_ok(const struct reply *reply)
{
	for (size_t i = 0; i < reply->len; i++)
		if (!line_ok(&reply->lines[i]))
			return false;
	return reply->len > 0;
}

bool reply_refuse(struct error *error)
{
	return error_set(error, ERROR_TOR, "Tor's reply does not match "
		"the command");
}

bool reply_check(const struct reply *reply, struct error *error)
{
	struct error one = ERROR_INIT;

	if (reply_ok(reply))
		return true;
	if (!reply->len)
		return error_set(error, ERROR_CONNECTION,
			"empty reply");
	error_clear(error);
	for (size_t i = 0; i < reply->len; i++) {
		const struct reply_line *line = &reply->lines[i];
		struct span text = line->text;

		if (line_ok(line))
			continue;
		if (read_only_is_refusal(text))
			text = span_of("not allowed on this read-only "
				"connection");
		error_set_tor(&one, line->status, text.at, text.len);
		error_chain(error, &one);
	}
	return false;
}
