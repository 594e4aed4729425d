/* The cursor's place in a line: the words before it, and what may follow. */
#include "complete/cursor.h"

#include "line/parse.h"
#include "util/alloc.h"
#include "util/span.h"

#include <stdlib.h>
#include <string.h>

/* ---- binding of the words */

/* Begins the command at `words[at]`, whose arguments follow it. */
static bool begin_command(struct cursor *cursor, size_t at)
{
	size_t used;

	cursor->command = command_find_words(&cursor->words, at, true, &used,
		NULL);
	args_clear(&cursor->args);
	cursor->args = (struct args){ .command = cursor->command };
	cursor->args_from = at + used;
	cursor->options = true;
	return cursor->command;
}

/* Binds the word at `*at`; a nested command may take several. */
static bool bind_word(struct cursor *cursor, size_t *at)
{
	const char *word = cursor->words.items[*at], *value;
	const struct argument *argument;

	if (cursor->options && !cursor->args.open && !strcmp(word, "--")) {
		cursor->options = false;
		return true;
	}
	if (cursor->options && !strcmp(word, "--help"))
		return true;
	argument = args_next(&cursor->args, word, cursor->options, &value);
	cursor->args.open = argument && !value ? argument : NULL;
	if (!argument || !value)
		return argument;
	/* watch SECS COMMAND…: a command within the command. */
	if (argument->type == ARGUMENT_COMMAND &&
		argument->flags & ARGUMENT_REPEAT) {
		if (!begin_command(cursor, *at))
			return false;
		*at = cursor->args_from - 1;
		return true;
	}
	strv_add(&cursor->args.values[argument -
		command_arguments(cursor->command)], value);
	return true;
}

static void bind_words(struct cursor *cursor)
{
	cursor->place = CURSOR_COMMAND;
	if (!cursor->words.len)
		return;
	cursor->place = CURSOR_NOTHING;
	if (!begin_command(cursor, 0))
		return;
	for (size_t i = cursor->args_from; i < cursor->words.len; i++)
		if (!bind_word(cursor, &i))
			return;
	cursor->place = CURSOR_ARGUMENT;
}

/* Moves the word that ends at the cursor from `parse` to `cursor->word`. */
static void take_last_word(struct cursor *cursor, struct parse *parse,
	size_t len)
{
	char *last;

	if (parse->start == len)
		return;
	last = parse->words.items[--parse->words.len];
	buf_add_string(&cursor->word, last);
	alloc_wipe(last, strlen(last));
	free(last);
}

void cursor_read(struct cursor *cursor, const char *line, size_t point)
{
	struct span typed = { line, strnlen(line, point) };
	struct parse parse = { 0 };

	parse_unfinished(&parse, typed, NULL);
	cursor->word.secret = true;
	cursor->start = typed.len;
	if (parse.end != PARSE_END_NOTHING) {
		cursor->start = parse.start;
		cursor->quote = parse.last.quote;
		cursor->quote_at = parse.last.quote_at;
	}
	if (parse.end == PARSE_END_FILE) {
		cursor->place = CURSOR_FILE;
	} else if (parse.end == PARSE_END_WORD) {
		take_last_word(cursor, &parse, typed.len);
		cursor->words = parse.words;
		parse.words = (struct strv)STRV_INIT;
		bind_words(cursor);
	}
	parse_clear(&parse);
}

void cursor_read_words(struct cursor *cursor, const struct strv *words)
{
	cursor->word.secret = true;
	cursor->bare = true;
	for (size_t i = 0; i + 1 < words->len; i++)
		strv_add(&cursor->words, words->items[i]);
	if (words->len)
		buf_add_string(&cursor->word, words->items[words->len - 1]);
	bind_words(cursor);
}

bool cursor_in_name(const struct cursor *cursor)
{
	return cursor->args_from == cursor->words.len;
}

bool cursor_is_open(const struct cursor *cursor,
	const struct argument *argument)
{
	size_t index = (size_t)(argument - command_arguments(cursor->command));

	return argument->flags & ARGUMENT_REPEAT ||
		!cursor->args.values[index].len;
}

const struct argument *cursor_positional(const struct cursor *cursor)
{
	const struct argument *argument = command_arguments(cursor->command);
	const unsigned others = ARGUMENT_KEYWORD | ARGUMENT_OPTION |
		ARGUMENT_LITERAL;

	if (cursor->args.open)
		return cursor->args.open;
	for (; argument->name; argument++)
		if (!(argument->flags & others) &&
			cursor_is_open(cursor, argument))
			return argument;
	return NULL;
}

void cursor_clear(struct cursor *cursor)
{
	for (size_t i = 0; i < cursor->words.len; i++)
		alloc_wipe(cursor->words.items[i],
			strlen(cursor->words.items[i]));
	strv_clear(&cursor->words);
	buf_clear(&cursor->word);
	args_clear(&cursor->args);
	*cursor = (struct cursor){ 0 };
}
