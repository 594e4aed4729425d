/* One command on its way to Tor, built so that no argument can add another. */
#ifndef PROTO_REQUEST_H
#define PROTO_REQUEST_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Tor's limit for a command, line and data block together with all line ends
 * and dots; one byte more is 500 Line too long, and the connection's end.
 */
enum { REQUEST_MAX = 1024 * 1024 - 1 };

/*
 * Adding never fails at once: the first thing that cannot be sent is kept in
 * `error` and reported by request_finish().
 */
struct request {
	struct buf wire; /* secret: it may hold one, so it is wiped */
	struct error error;
	size_t line_len; /* of the command line, 0 until it is ended */
};

/*
 * Starts a command; `verb` begins with "+" when a data block follows. One
 * without the other is refused by request_finish().
 */
void request_init(struct request *request, const char *verb);

/*
 * A line as the user typed it, verb and all (control-spec 2.2). CR, LF and NUL
 * are refused like everywhere, an empty line or a blank at its front too:
 * Tor answers those in ways that are hard to tell from the next reply.
 */
void request_init_line(struct request *request, struct span line);

/* One argument as it is; blanks, quotes and control bytes are refused. */
void request_add_word(struct request *request, const char *word);

/* NAME=word, under the same rule. */
void request_add_keyword(struct request *request, const char *name,
	const char *word);

/*
 * KEY="value" as SETCONF and RESETCONF take it, any byte but NUL allowed in
 * the value; KEY alone when `value` is NULL.
 */
void request_add_option(struct request *request, const char *key,
	const char *value);

/* Bytes as hexadecimal digits. */
void request_add_hex(struct request *request, const void *bytes, size_t len);

/*
 * Ends the line and adds the data block: line ends become CRLF, a "." at the
 * front of a line is doubled, a last line without an end gets one.
 */
void request_add_body(struct request *request, struct span body);

/*
 * Ends the command. False with `error` filled (ERROR_USAGE) when something in
 * it cannot be sent; then nothing of it may be. `request->wire` is the bytes.
 */
bool request_finish(struct request *request, struct error *error);

void request_clear(struct request *request);

#endif
