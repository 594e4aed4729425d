/* What is still to come of the command that is being typed. */
#include "cmd/hint.h"

#include "cmd/cursor.h"
#include "util/text.h"

#include <string.h>

/* What was given once and may be given again need not be. */
static void add_open(struct buf *to, const struct cursor *cursor)
{
	const struct argument *argument = cursor->command->arguments;

	if (cursor->command->flags & COMMAND_FAMILY)
		buf_add_string(to, " …");
	/* An option's value is what comes first. */
	if (cursor->args.open)
		buf_print(to, " %s", argument_meta(cursor->args.open));
	for (size_t i = 0; argument[i].name; i++) {
		struct argument open = argument[i];

		/* More words of a topic are rarely to come. */
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

/*
 * With a blank put behind it, the word at the end of the line is one like all
 * before it.
 */
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
	/* Every argument brings the blank before it. */
	if (blank && hint.len)
		buf_consume(&hint, 1);
	cursor_clear(&cursor);
	buf_clear(&whole);
	return hint.len ? buf_steal(&hint) : NULL;
}
