/* The words of a reply or event line: bare, quoted, or KEYWORD=value. */
#ifndef PROTO_KEYWORD_H
#define PROTO_KEYWORD_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

struct keyword {
	struct span name;  /* letters, digits, "_", "-" before "="; or empty */
	struct span value; /* behind the "=", or the whole word; as it came */
	bool quoted;       /* the value is one quoted string */
};

/*
 * Cuts the next word off `rest`. Words are separated by blanks; a quoted
 * string (at the front of a word or right behind its first "=") holds blanks
 * and "=" of its own. One that never ends, or has more right behind it,
 * reaches as far as the next blank. One that is quoted twice is one word too.
 * False when no word is left.
 */
bool keyword_next(struct span *rest, struct keyword *word);

/* Appends the value, unquoted if it was quoted. */
void keyword_add_value(struct buf *to, const struct keyword *word);

/* Finds `name` (any letter case) among the words of `text`. */
bool keyword_find(struct span text, const char *name, struct keyword *word);

#endif
