/* Completion of a line: candidates with descriptions. */
#include "complete/complete.h"

#include "cmd/session.h"
#include "complete/candidates.h"
#include "complete/sources.h"
#include "complete/values.h"
#include "util/alloc.h"
#include "util/span.h"

#include <stdlib.h>

static void add_options(struct candidates *to)
{
	const struct cursor *cursor = to->cursor;
	const struct argument *argument = command_arguments(cursor->command);
	bool dash = *to->typed == '-';

	/* Options clutter the list until a dash is typed. */
	if (!cursor->options || cursor->args.open || (!dash &&
		(*to->typed || cursor_positional(cursor))))
		return;
	for (; argument->name; argument++) {
		char *text;

		if (!(argument->flags & ARGUMENT_OPTION) ||
			!cursor_is_open(cursor, argument))
			continue;
		text = alloc_print("--%s", argument->name);
		candidates_add(to, text, argument->help, CANDIDATES_END);
		free(text);
	}
	if (dash)
		candidates_add(to, "--help", "show help for the command",
			CANDIDATES_END);
}

/*
 * Adds NAME= of keyword arguments that may still be given, and literal words.
 */
static void add_names(struct candidates *to)
{
	const struct argument *argument =
		command_arguments(to->cursor->command);

	/* The cursor is within a list. */
	if (to->prefix.len)
		return;
	for (; argument->name && !to->cursor->args.open; argument++) {
		char *text;

		if (!cursor_is_open(to->cursor, argument))
			continue;
		if (argument->flags & ARGUMENT_LITERAL)
			candidates_add(to, argument->name, argument->help,
				CANDIDATES_END);
		if (!(argument->flags & ARGUMENT_KEYWORD))
			continue;
		text = alloc_print("%s=", argument->name);
		candidates_add(to, text, argument->help, CANDIDATES_MORE);
		free(text);
	}
}

/* Completes the value after "NAME=" or "--NAME=". */
static bool add_named_values(struct candidates *to)
{
	const char *word = buf_text(&to->cursor->word), *value;
	const struct argument *argument = args_next(&to->cursor->args, word,
		to->cursor->options, &value);
	char *name;

	if (!argument || !value || value == word)
		return false;
	name = alloc_print("%s%s=", argument->flags & ARGUMENT_OPTION ? "--" :
		"", argument->name);
	candidates_skip(to, (size_t)(value - word), name);
	free(name);
	values_add(to, argument);
	return true;
}

/* Returns true if the argument is required and still missing. */
static bool is_needed(const struct cursor *cursor,
	const struct argument *argument)
{
	size_t index = (size_t)(argument - command_arguments(cursor->command));

	return !(argument->flags & ARGUMENT_OPTIONAL) &&
		!cursor->args.values[index].len;
}

static void add_arguments(struct candidates *to)
{
	const struct argument *argument;

	if (to->cursor->command->flags & COMMAND_REST &&
		values_add_raw(to))
		return;
	if (cursor_in_name(to->cursor))
		values_add_commands(to, to->cursor->command->name);
	if (add_named_values(to))
		return;
	add_options(to);
	argument = cursor_positional(to->cursor);
	if (argument)
		values_add(to, argument);
	/*
	 * Tab on an empty word must not insert an optional word where one is
	 * required.
	 */
	if (*to->typed || !argument || !is_needed(to->cursor, argument))
		add_names(to);
}

static void add_all(struct session *session, const struct cursor *cursor,
	struct complete_list *list)
{
	struct candidates to;

	candidates_init(&to, session, cursor, list);
	if (cursor->place == CURSOR_COMMAND)
		values_add_commands(&to, "");
	else if (cursor->place == CURSOR_ARGUMENT)
		add_arguments(&to);
	else if (cursor->place == CURSOR_FILE)
		candidates_want_files(&to);
	candidates_clear(&to);
}

void complete_line(struct session *session, const char *line, size_t point,
	struct complete_list *list)
{
	sources_begin(session->sources, SOURCES_BUDGET);
	complete_text(session, line, point, list);
}

void complete_text(struct session *session, const char *line, size_t point,
	struct complete_list *list)
{
	struct cursor cursor = { 0 };

	cursor_read(&cursor, line, point);
	add_all(session, &cursor, list);
	cursor_clear(&cursor);
}

void complete_words(struct session *session, const struct strv *words,
	struct complete_list *list)
{
	struct cursor cursor = { 0 };

	cursor_read_words(&cursor, words);
	add_all(session, &cursor, list);
	cursor_clear(&cursor);
}
