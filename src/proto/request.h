/* A command to Tor, built so that no argument can inject another command. */
#ifndef PROTO_REQUEST_H
#define PROTO_REQUEST_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Tor's limit for a whole command: line, data block, line ends and stuffed
 * dots. For one byte more Tor replies "500 Line too long" and closes the
 * connection.
 */
enum { REQUEST_MAX = 1024 * 1024 - 1 };

/*
 * Adding never fails immediately: the first part that cannot be sent is
 * recorded in `error` and reported by request_finish().
 */
struct request {
	struct buf wire; /* marked secret, so that it is wiped */
	struct error error;
	size_t line_len; /* of the command line, 0 until it is ended */
};

/*
 * Starts a command; `verb` begins with "+" if a data block follows. A "+"
 * without a block, or a block without "+", is refused by request_finish().
 */
void request_init(struct request *request, const char *verb);

/*
 * Starts with a line as the user typed it, including the verb (control-spec
 * 2.2). Refuses CR, LF and NUL as everywhere, and also an empty line and a
 * leading blank: Tor's answers to those are hard to tell from the next reply.
 */
void request_init_line(struct request *request, struct span line);

/* Adds one argument, unquoted; refuses blanks, quotes and control bytes. */
void request_add_word(struct request *request, const char *word);

/* Adds NAME=word, under the same rule. */
void request_add_keyword(struct request *request, const char *name,
	const char *word);

/*
 * Adds KEY="value" as SETCONF and RESETCONF accept it; KEY alone if `value` is
 * NULL. Refuses CR and LF in the value, which Tor would repeat raw in its
 * refusal: its end could pass for other replies.
 */
void request_add_option(struct request *request, const char *key,
	const char *value);

/* Adds bytes as hexadecimal digits. */
void request_add_hex(struct request *request, const void *bytes, size_t len);

/*
 * Ends the line and adds the data block: line ends become CRLF, a leading "."
 * is doubled, and a last line without a line end gets one.
 */
void request_add_body(struct request *request, struct span body);

/*
 * Does the same with a torrc, for LOADCONF. Refuses quoted values that have a
 * line end, as request_add_option() does, and names the line.
 */
void request_add_torrc(struct request *request, struct span text);

/*
 * Ends the command; `request->wire` then holds its bytes. Returns false with
 * `error` filled (ERROR_USAGE) if a part cannot be sent; then nothing may be
 * sent.
 */
bool request_finish(struct request *request, struct error *error);

/* Returns whether a data block follows the line. */
bool request_has_body(const struct request *request);

/*
 * Returns whether Tor's refusal could contain line ends from the request, and
 * so text that looks like other replies: Tor decodes escapes in quotes and
 * repeats what it refuses. For a finished request.
 */
bool request_may_echo(const struct request *request);

/*
 * Returns whether Tor may not answer the request at all (tor 0.4.9): ADD_ONION
 * with "ClientAuth=", and HSPOST with neither HSADDRESS nor SERVER. For a
 * finished request.
 */
bool request_may_be_ignored(const struct request *request);

void request_clear(struct request *request);

#endif
