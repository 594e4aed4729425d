/* Quoting of words for the grammar of lines. */
#ifndef LINE_QUOTE_H
#define LINE_QUOTE_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Returns true if the word needs quotes or backslashes; an empty one does. */
bool quote_is_needed(struct span word);

/*
 * Appends `text`, which must hold no NUL, as a part of a word: parse_word()
 * reads these bytes again, wherever the word is cut into parts. `quote` is open
 * at this place, and still is afterwards: ', " or NUL for none. Line ends and
 * tabs are written as escapes.
 */
void quote_add(struct buf *to, struct span text, char quote);

/* Appends a whole word, in double quotes if quotes are needed. */
void quote_add_word(struct buf *to, struct span word);

#endif
