/* Drawing of the prompt and line, for editors that do it themselves. */
#include "editor/editor_view.h"

#include "editor/editor_cells.h"
#include "editor/editor_common.h"
#include "util/cells.h"

#include <stdlib.h>

static const struct span nothing = { "", 0 };

static void add_erase(struct editor_view *view, struct buf *out)
{
	buf_add_char(out, '\r');
	if (view->row)
		buf_print(out, "\033[%zuA", view->row);
	buf_add_string(out, "\033[J");
	view->row = 0;
}

/* Returns the row of the character that ends at this place. */
static size_t row_before(struct editor_cells at)
{
	return at.row && !at.column ? at.row - 1 : at.row;
}

/* Adds the characters that are in the rows from `first` to `last`. */
static void add_rows(struct buf *out, const char *prompt, struct span line,
	size_t columns, size_t first, size_t last)
{
	struct editor_cells at = { 0, 0 };

	editor_cells_add_prompt(&at, prompt, columns, first ? NULL : out);
	while (line.len) {
		size_t len = cells_first(line), before = out->len;

		editor_cells_add(&at, (struct span){ line.at, len }, columns,
			out);
		if (row_before(at) < first)
			buf_truncate(out, before);
		if (row_before(at) > last) {
			buf_truncate(out, before);
			return;
		}
		line = span_from(line, len);
	}
	/* After a full row a terminal delays going to the next. */
	if (at.row && !at.column)
		buf_add_string(out, "\r\n");
}

/* Returns the first row to draw, of those up to `end`: 0 if all fit. */
static size_t first_row(size_t cursor, size_t end)
{
	size_t rows = editor_cells_rows();

	if (end < rows)
		return 0;
	return cursor + rows > end ? end + 1 - rows : cursor;
}

static struct editor_cells add_line(struct editor_view *view, struct buf *out,
	const char *prompt, struct span line, size_t point)
{
	size_t columns = editor_cells_columns(), first, last;
	struct editor_cells end = editor_cells_place(prompt, line, columns);
	struct editor_cells cursor = editor_cells_place(prompt,
		(struct span){ line.at, point }, columns);

	first = first_row(cursor.row, end.row);
	last = first + editor_cells_rows() - 1;
	last = last < end.row ? last : end.row;
	add_rows(out, prompt, line, columns, first, last);
	buf_add_char(out, '\r');
	if (last > cursor.row)
		buf_print(out, "\033[%zuA", last - cursor.row);
	if (cursor.column)
		buf_print(out, "\033[%zuC", cursor.column);
	view->row = cursor.row - first;
	return cursor;
}

void editor_view_draw(struct editor_view *view, struct span above,
	const char *prompt, struct span line, size_t point,
	const struct editor_hooks *hooks)
{
	struct buf out = BUF_INIT_SECRET;
	struct editor_cells cursor;
	char *text, *hint = NULL;

	add_erase(view, &out);
	buf_add_span(&out, above);
	cursor = add_line(view, &out, prompt, line, point);
	editor_common_put(buf_span(&out));
	if (hooks && hooks->hint && point == line.len) {
		text = span_copy(line);
		hint = hooks->hint(hooks->arg, text);
		editor_common_set(&text, NULL);
	}
	if (hint)
		editor_common_hint(cursor, hint);
	free(hint);
	buf_clear(&out);
}

void editor_view_erase(struct editor_view *view)
{
	struct buf out = BUF_INIT;

	add_erase(view, &out);
	editor_common_put(buf_span(&out));
	buf_clear(&out);
}

void editor_view_leave(struct editor_view *view, const char *prompt,
	struct span line, const char *mark)
{
	struct editor_cells end = editor_cells_place(prompt, line,
		editor_cells_columns());

	editor_view_draw(view, nothing, prompt, line, line.len, NULL);
	editor_common_leave(end, end, mark);
	view->row = 0;
}

void editor_view_clear(struct editor_view *view)
{
	editor_common_put(span_of("\033[H\033[2J"));
	view->row = 0;
}
