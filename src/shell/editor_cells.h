/* How text lies on the screen: wrapped rows, and what stands for it. */
#ifndef SHELL_EDITOR_CELLS_H
#define SHELL_EDITOR_CELLS_H

#include "util/buf.h"
#include "util/span.h"

#include <stddef.h>

/* A place on the screen, counted from where a prompt begins. */
struct editor_cells {
	size_t row, column;
};

/*
 * Moves `at` over typed text on a window of so many columns, the way terminals
 * and the libraries wrap it: a control character takes two cells (^X), a tab
 * goes to the next multiple of eight, and behind a full row the cursor is on
 * the next one. Unless `to` is NULL, what shows the text is appended to it.
 */
void editor_cells_add(struct editor_cells *at, struct span text,
	size_t columns, struct buf *to);

/* The same for a prompt: \001 … \002 takes no place. */
void editor_cells_add_prompt(struct editor_cells *at, const char *prompt,
	size_t columns, struct buf *to);

/* Where the cursor stands behind a prompt and so much text. */
struct editor_cells editor_cells_place(const char *prompt, struct span text,
	size_t columns);

/* The window's size; 24 by 80 when the terminal does not say. */
size_t editor_cells_rows(void);
size_t editor_cells_columns(void);

#endif
