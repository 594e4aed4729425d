/* The layout of text on the screen: wrapped rows and visible forms. */
#include "editor/editor_cells.h"

#include "out/window.h"
#include "util/cells.h"

#include <string.h>
#include <unistd.h>

#define TAB_STOP 8

static void add_cells(struct editor_cells *at, struct span shown, size_t width,
	size_t columns, struct buf *to)
{
	if (at->column + width > columns) {
		at->row++;
		at->column = 0;
	}
	at->column += width;
	if (at->column >= columns) {
		at->row++;
		at->column = 0;
	}
	if (to)
		buf_add_span(to, shown);
}

void editor_cells_add(struct editor_cells *at, struct span text,
	size_t columns, struct buf *to)
{
	struct cells_glyph glyph;

	while (text.len) {
		if (*text.at == '\t') {
			do {
				add_cells(at, span_of(" "), 1, columns, to);
			} while (at->column % TAB_STOP);
			text = span_from(text, 1);
			continue;
		}
		cells_take(&text, &glyph);
		/* ^X may be split between two rows. */
		if (glyph.shown.at == glyph.own && glyph.shown.len == 2) {
			add_cells(at, span_of("^"), 1, columns, to);
			glyph.shown = (struct span){ glyph.own + 1, 1 };
			glyph.width = 1;
		}
		add_cells(at, glyph.shown, glyph.width, columns, to);
	}
}

void editor_cells_add_prompt(struct editor_cells *at, const char *prompt,
	size_t columns, struct buf *to)
{
	while (*prompt) {
		size_t len = strcspn(prompt, "\001");

		editor_cells_add(at, (struct span){ prompt, len }, columns, to);
		prompt += len;
		if (!*prompt)
			break;
		len = strcspn(++prompt, "\002");
		if (to)
			buf_add(to, prompt, len);
		prompt += len + (prompt[len] != '\0');
	}
}

struct editor_cells editor_cells_place(const char *prompt, struct span text,
	size_t columns)
{
	struct editor_cells at = { 0, 0 };

	editor_cells_add_prompt(&at, prompt, columns, NULL);
	editor_cells_add(&at, text, columns, NULL);
	return at;
}

size_t editor_cells_rows(void)
{
	return window_rows(STDOUT_FILENO);
}

size_t editor_cells_columns(void)
{
	return window_columns(STDOUT_FILENO);
}
