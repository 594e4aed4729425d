/* Drawing of the prompt and line, for editors that do it themselves. */
#ifndef EDITOR_EDITOR_VIEW_H
#define EDITOR_EDITOR_VIEW_H

#include "editor/editor.h"
#include "util/span.h"

#include <stddef.h>

struct editor_view {
	size_t row; /* of the cursor, from the first row drawn */
};

/*
 * Erases what was drawn before, writes `above` (whole lines) and draws prompt
 * and line with the cursor before byte `point`, all in one write. If the line
 * is too long for the window, only the rows around the cursor are drawn. Unless
 * `hooks` is NULL, their hint is shown after the line.
 */
void editor_view_draw(struct editor_view *view, struct span above,
	const char *prompt, struct span line, size_t point,
	const struct editor_hooks *hooks);

/* Removes everything from the screen; the cursor is where the prompt began. */
void editor_view_erase(struct editor_view *view);

/*
 * Draws the line with `mark` ("" or "^C") after it and leaves it on the screen;
 * the cursor is at the start of an empty row below.
 */
void editor_view_leave(struct editor_view *view, const char *prompt,
	struct span line, const char *mark);

/* Clears the screen; the next drawing begins at its top. */
void editor_view_clear(struct editor_view *view);

#endif
