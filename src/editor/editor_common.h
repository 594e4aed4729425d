/* Small helpers that several line editors share. */
#ifndef EDITOR_EDITOR_COMMON_H
#define EDITOR_EDITOR_COMMON_H

#include "editor/editor.h"
#include "editor/editor_cells.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes to the terminal immediately, after flushing stdio. */
void editor_common_put(struct span bytes);

/* Makes `*string` a copy of `value` (may be NULL); wipes the old string. */
void editor_common_set(char **string, const char *value);

/*
 * Moves the cursor from `from` to the start of an empty row below the text that
 * ends at `end`, with `mark` ("" or "^C") after the text.
 */
void editor_common_leave(struct editor_cells from, struct editor_cells end,
	const char *mark);

/*
 * Writes a hint in grey after the cursor, cut at the window's edge, and leaves
 * the cursor in place. Returns false, writing nothing, if there is no room.
 */
bool editor_common_hint(struct editor_cells cursor, const char *hint);

/*
 * Hides the prompt, keeping the line, and lets the hook show the lines; clears
 * them.
 */
void editor_common_page(const struct editor_hooks *hooks, struct buf *lines);

/*
 * Returns whether the line that is being edited holds a secret, by the hook.
 * The `text` need not end with a NUL.
 */
bool editor_common_is_secret(const struct editor_hooks *hooks,
	struct span text);

#endif
