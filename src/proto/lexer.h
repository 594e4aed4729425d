/* A lexer that finds where lines and data blocks of the protocol end. */
#ifndef PROTO_LEXER_H
#define PROTO_LEXER_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * control-spec 2.3: a message (reply or event) consists of lines "NNN-text", or
 * "NNN+text" and a data block, and ends with a line "NNN text". A block
 * consists of lines, in which a leading "." is doubled, and ends with a line of
 * "." alone. Lines end with CRLF; LF alone is also accepted.
 */
enum lexer_kind {
	LEXER_MORE,     /* no whole line yet: read more and call again */
	LEXER_LINE,     /* one line with a status code */
	LEXER_DATA,     /* one or more lines of a block, still dot-stuffed */
	LEXER_DATA_END, /* the line that ends a block */
	LEXER_BAD,      /* this line is not a protocol line */
};

struct lexer_token {
	enum lexer_kind kind;
	struct span raw; /* the token's bytes, including line ends */
	int status;      /* LEXER_LINE: 100 to 999 */
	char separator;  /* LEXER_LINE: ' ' ends the message, '-' or '+' */
	struct span text; /* LEXER_LINE: after the separator */
};

/* Initialise to all zero. Use one per byte stream; not thread-safe. */
struct lexer {
	size_t scanned; /* leading bytes known to hold no line end */
	bool in_data;
};

/*
 * Describes the token at the front of `bytes`, which must be all bytes received
 * and not yet taken. The caller drops `token->raw.len` bytes from the front
 * before the next call; after LEXER_MORE it must add bytes first. Tokens point
 * into `bytes`. Nothing is copied and no byte is scanned twice.
 */
void lexer_next(struct lexer *lexer, struct span bytes,
	struct lexer_token *token);

#endif
