/* The typed line in another editor, for Ctrl-X Ctrl-E. */
#include "editor/editor_external.h"

#include "editor/editor_common.h"
#include "util/buf.h"

#include <string.h>

void editor_external_run(const struct editor_hooks *hooks, char **kept,
	size_t *point, struct editor_paste *paste)
{
	char *edited = hooks->edit ? hooks->edit(hooks->arg, *kept) : NULL;
	struct buf text = BUF_INIT_SECRET;

	if (!edited)
		return;
	buf_add_string(&text, edited);
	editor_common_set(&edited, NULL);
	editor_paste_clean(&text);
	/* Editors also add a final line end. */
	while (text.len && text.data[text.len - 1] == '\n')
		buf_truncate(&text, text.len - 1);
	if (strchr(buf_text(&text), '\n')) {
		editor_common_set(kept, NULL);
		buf_add_char(&text, '\n');
		buf_add_span(&paste->text, buf_span(&text));
		paste->behind = 0;
	} else {
		editor_common_set(kept, buf_text(&text));
		*point = text.len;
	}
	buf_clear(&text);
}
