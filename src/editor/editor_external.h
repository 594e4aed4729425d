/* The typed line in another editor, for Ctrl-X Ctrl-E. */
#ifndef EDITOR_EDITOR_EXTERNAL_H
#define EDITOR_EDITOR_EXTERNAL_H

#include "editor/editor.h"
#include "editor/editor_paste.h"

#include <stddef.h>

/* The keys, unless the user's settings have another meaning for them. */
#define EDITOR_EXTERNAL_KEYS "\030\005"

/*
 * Passes `*kept`, the line that editor_hide() has kept, to the hook. One edited
 * line takes its place, with the cursor at its end (`*point`); several go to
 * `paste`, to be run.
 */
void editor_external_run(const struct editor_hooks *hooks, char **kept,
	size_t *point, struct editor_paste *paste);

#endif
