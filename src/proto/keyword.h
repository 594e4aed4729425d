/* The words of a reply or event line: bare, quoted, or KEYWORD=value. */
#ifndef PROTO_KEYWORD_H
#define PROTO_KEYWORD_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

struct keyword {
	struct span name;  /* letters, digits, "_", "-" before "="; or empty */
	struct span value; /* after the "=", or the whole word; as received */
	bool quoted;       /* the value is one quoted string */
};

/*
 * Cuts the next word off `rest`. Words are separated by blanks; a quoted string
 * (at the start of a word or just after its first "=") may hold blanks and "=".
 * A string that is not closed, or has text right after it, ends at the next
 * blank. A string that is quoted twice is still one word. Returns false if no
 * word is left.
 */
bool keyword_next(struct span *rest, struct keyword *word);

/* Appends the value, decoded if it was quoted. */
void keyword_add_value(struct buf *to, const struct keyword *word);

/* Finds `name` (case-insensitive) among the words of `text`. */
bool keyword_find(struct span text, const char *name, struct keyword *word);

#endif
