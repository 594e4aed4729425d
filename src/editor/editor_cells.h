/* The layout of text on the screen: wrapped rows and visible forms. */
#ifndef EDITOR_EDITOR_CELLS_H
#define EDITOR_EDITOR_CELLS_H

#include "util/buf.h"
#include "util/span.h"

#include <stddef.h>

/* A place on the screen, relative to the start of the prompt. */
struct editor_cells {
	size_t row, column;
};

/*
 * Moves `at` over typed text in a window of `columns` columns, wrapping as
 * terminals and the libraries do: a control character takes two cells (^X), a
 * tab extends to the next multiple of eight, and after a full row the cursor is
 * on the next one. Unless `to` is NULL, the visible form of the text is
 * appended to it.
 */
void editor_cells_add(struct editor_cells *at, struct span text,
	size_t columns, struct buf *to);

/* Does the same for a prompt, ignoring text between \001 and \002. */
void editor_cells_add_prompt(struct editor_cells *at, const char *prompt,
	size_t columns, struct buf *to);

/* Returns the cursor's place after a prompt and `text`. */
struct editor_cells editor_cells_place(const char *prompt, struct span text,
	size_t columns);

/* Return the window's size; 24 by 80 if the terminal does not report it. */
size_t editor_cells_rows(void);
size_t editor_cells_columns(void);

#endif
