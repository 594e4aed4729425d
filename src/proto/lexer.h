/* Where one line or data block of the control protocol ends and what it is. */
#ifndef PROTO_LEXER_H
#define PROTO_LEXER_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * control-spec 2.3: a message (reply or event) is lines "NNN-text", or
 * "NNN+text" and a data block, ended by a line "NNN text". A block is lines,
 * each "." at the front of one doubled, ended by a line of "." alone. Lines
 * end with CRLF; LF alone is taken too.
 */
enum lexer_kind {
	LEXER_MORE,     /* no whole line yet: read more and ask again */
	LEXER_LINE,     /* one line with a status code */
	LEXER_DATA,     /* one or more lines of a block, still dot-stuffed */
	LEXER_DATA_END, /* the line that ends a block */
	LEXER_BAD,      /* this line is not of the protocol */
};

struct lexer_token {
	enum lexer_kind kind;
	struct span raw; /* the bytes it stands for, line ends included */
	int status;      /* LEXER_LINE: 100 to 999 */
	char separator;  /* LEXER_LINE: ' ' ends the message, '-' or '+' */
	struct span text; /* LEXER_LINE: behind the separator */
};

/* All zero at first. One for each stream of bytes; not for two threads. */
struct lexer {
	size_t scanned; /* bytes at the front known to hold no line end */
	bool in_data;
};

/*
 * Looks at the front of `bytes`, all of what is there and not yet taken, and
 * says what it is. The caller drops `token->raw.len` bytes from the front
 * before it asks again; after LEXER_MORE it has to come with more bytes.
 * Tokens point into `bytes`. Nothing is copied and no byte is looked at twice.
 */
void lexer_next(struct lexer *lexer, struct span bytes,
	struct lexer_token *token);

#endif
