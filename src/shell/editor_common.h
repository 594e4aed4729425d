/* Small things that more than one of the line editors needs. */
#ifndef SHELL_EDITOR_COMMON_H
#define SHELL_EDITOR_COMMON_H

#include "shell/editor_cells.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes to the terminal at once, behind what stdio still holds. */
void editor_common_put(struct span bytes);

/* Makes `*string` a copy of `value` (may be NULL); what it was is wiped. */
void editor_common_set(char **string, const char *value);

/*
 * Brings the cursor from `from` to the start of an empty row below the text
 * that ends at `end`, with `mark` ("" or "^C") behind the text.
 */
void editor_common_leave(struct editor_cells from, struct editor_cells end,
	const char *mark);

/*
 * Writes a hint in grey behind the cursor, which stays where it is, cut at the
 * window's edge. False, and nothing, when there is no room.
 */
bool editor_common_hint(struct editor_cells cursor, const char *hint);

/* Whether the terminal cannot do more than print, as far as is known. */
bool editor_common_is_dumb(void);

/* Takes `end` off the end of `text`; false when it does not end so. */
bool editor_common_cut(struct buf *text, const char *end);

/* Line ends become LF; other control characters than these and tabs go. */
void editor_common_clean(struct buf *pasted);

/* Cuts the first line off `pasted`; NULL (the rest stays) if none has ended. */
char *editor_common_take_line(struct buf *pasted);

#endif
