/* The cursor's place in a line: the words before it, and what may follow. */
#include "complete/cursor.h"

#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <string.h>

/* The reader's position in the line. */
struct scan {
	const char *line;
	size_t at, point;
};

/* Returns the next byte, NUL at the cursor. */
static char peek(const struct scan *scan)
{
	return scan->at < scan->point ? scan->line[scan->at] : '\0';
}

static void skip_blanks(struct scan *scan)
{
	while (text_is_blank(peek(scan)))
		scan->at++;
}

static void scan_backslash(struct scan *scan, bool quoted, struct buf *word)
{
	static const char names[] = "ntr", bytes[] = "\n\t\r";
	const char *name;

	scan->at++;
	if (!peek(scan))
		return;
	name = quoted ? strchr(names, peek(scan)) : NULL;
	buf_add_char(word, name ? bytes[name - names] : peek(scan));
	scan->at++;
}

/* Reads a word, which may end at the cursor, even within quotes. */
static void scan_word(struct scan *scan, struct cursor *cursor)
{
	cursor->start = scan->at;
	cursor->quote = '\0';
	while (peek(scan)) {
		char c = peek(scan);

		if (!cursor->quote && strchr(" \t|>", c))
			return;
		if (c == '\\' && cursor->quote != '\'') {
			scan_backslash(scan, cursor->quote, &cursor->word);
			continue;
		}
		scan->at++;
		if (!cursor->quote && strchr("'\"", c)) {
			cursor->quote = c;
			cursor->quote_at = cursor->word.len;
		} else if (cursor->quote == c) {
			cursor->quote = '\0';
		} else {
			buf_add_char(&cursor->word, c);
		}
	}
}

/* Reads the file name after ">" or ">>"; nothing can follow it. */
static void scan_file(struct scan *scan, struct cursor *cursor)
{
	scan->at++;
	if (peek(scan) == '>')
		scan->at++;
	skip_blanks(scan);
	scan_word(scan, cursor);
	cursor->place = peek(scan) || !cursor->words.len ? CURSOR_NOTHING :
		CURSOR_FILE;
}

/* Returns false if the cursor is not at a word of a command. */
static bool scan_line(struct scan *scan, struct cursor *cursor)
{
	skip_blanks(scan);
	if (peek(scan) == '-') {
		scan->at++;
		skip_blanks(scan);
	}
	if (peek(scan) == '!')
		return false;
	for (;;) {
		skip_blanks(scan);
		if (peek(scan) == '#' || peek(scan) == '|')
			return false;
		if (peek(scan) == '>') {
			scan_file(scan, cursor);
			return false;
		}
		scan_word(scan, cursor);
		if (!peek(scan))
			return true;
		strv_add(&cursor->words, buf_text(&cursor->word));
		buf_reset(&cursor->word);
	}
}

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

void cursor_read(struct cursor *cursor, const char *line, size_t point)
{
	struct scan scan = { line, 0, strnlen(line, point) };

	cursor->word.secret = true;
	cursor->start = scan.point;
	if (scan_line(&scan, cursor))
		bind_words(cursor);
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
