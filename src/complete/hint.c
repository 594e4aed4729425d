/* Hints: the arguments that the typed command still takes. */
#include "complete/hint.h"

#include "complete/cursor.h"
#include "util/text.h"

#include <string.h>

/*
 * Adds the arguments that may follow. A repeatable argument is optional after
 * its first value.
 */
static void add_open(struct buf *to, const struct cursor *cursor)
{
	const struct argument *argument = command_arguments(cursor->command);

	if (cursor->command->flags & COMMAND_FAMILY)
		buf_add_string(to, " …");
	/* The value of an open option comes first. */
	if (cursor->args.open)
		buf_print(to, " %s", argument_meta(cursor->args.open));
	for (size_t i = 0; argument[i].name; i++) {
		struct argument open = argument[i];

		/* A topic rarely has more words. */
		if (&argument[i] == cursor->args.open ||
			!cursor_is_open(cursor, &argument[i]) ||
			(argument[i].type == ARGUMENT_TOPIC &&
			cursor->args.values[i].len))
			continue;
		if (cursor->args.values[i].len)
			open.flags |= ARGUMENT_OPTIONAL;
		command_add_argument(to, &open);
	}
}

/* Appends a blank first, which completes the last word. */
char *hint_line(const char *line)
{
	struct cursor cursor = { 0 };
	struct buf whole = BUF_INIT_SECRET, hint = BUF_INIT;
	size_t len = strlen(line);
	bool blank = len && text_is_blank(line[len - 1]);

	buf_print(&whole, "%s ", line);
	cursor_read(&cursor, buf_text(&whole), whole.len);
	if (cursor.place == CURSOR_ARGUMENT && !cursor.quote &&
		!cursor.word.len)
		add_open(&hint, &cursor);
	/* Each argument begins with a blank. */
	if (blank && hint.len)
		buf_consume(&hint, 1);
	cursor_clear(&cursor);
	buf_clear(&whole);
	return hint.len ? buf_steal(&hint) : NULL;
}
