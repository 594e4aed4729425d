/* Small helpers that several line editors share. */
#include "editor/editor_common.h"

#include "util/alloc.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void editor_common_put(struct span bytes)
{
	fflush(stdout);
	/* If the terminal is gone, reading will notice. */
	(void)files_write_fd(STDOUT_FILENO, bytes.at, bytes.len);
}

void editor_common_set(char **string, const char *value)
{
	char *copy = value ? alloc_string(value) : NULL;

	if (*string)
		alloc_wipe(*string, strlen(*string));
	free(*string);
	*string = copy;
}

void editor_common_leave(struct editor_cells from, struct editor_cells end,
	const char *mark)
{
	struct buf out = BUF_INIT;

	buf_add_char(&out, '\r');
	if (end.row > from.row)
		buf_print(&out, "\033[%zuB", end.row - from.row);
	if (end.column)
		buf_print(&out, "\033[%zuC", end.column);
	buf_add_string(&out, mark);
	/* After a row that is exactly full the cursor is already there. */
	if (*mark || end.column || !end.row)
		buf_add_char(&out, '\n');
	editor_common_put(buf_span(&out));
	buf_clear(&out);
}

bool editor_common_hint(struct editor_cells cursor, const char *hint)
{
	size_t columns = editor_cells_columns(), width;
	struct buf out = BUF_INIT, safe = BUF_INIT;
	struct span shown;

	if (cursor.column + 1 >= columns)
		return false;
	escape_add_terminal(&safe, span_of(hint), ESCAPE_LINE);
	shown = buf_span(&safe);
	/* Not in the last column: the cursor would not return from it. */
	shown.len = cells_fit(shown, columns - cursor.column - 1);
	width = cells_width(shown);
	if (width) {
		buf_add_string(&out, "\033[90m");
		buf_add_span(&out, shown);
		buf_print(&out, "\033[m\033[%zuD", width);
		editor_common_put(buf_span(&out));
	}
	buf_clear(&out);
	buf_clear(&safe);
	return width;
}

void editor_common_page(const struct editor_hooks *hooks, struct buf *lines)
{
	editor_hide(true);
	hooks->page(hooks->arg, buf_span(lines));
	buf_clear(lines);
}

bool editor_common_is_secret(const struct editor_hooks *hooks,
	struct span text)
{
	char *line;
	bool secret;

	if (!hooks->is_secret || !text.len)
		return false;
	line = span_copy(text);
	secret = hooks->is_secret(hooks->arg, line);
	editor_common_set(&line, NULL);
	return secret;
}
