/* What may follow in a line: candidates for Tab, and hints. */
#include "complete/complete.h"

#include "cmd/session.h"
#include "complete/answers.h"
#include "complete/argument_values.h"
#include "complete/candidates.h"
#include "complete/file_names.h"
#include "line/alias.h"
#include "line/parse.h"
#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static void add_options(struct candidates *to)
{
	const struct context *context = to->context;
	const struct argument *argument = command_arguments(context->command);
	bool dash = *to->typed == '-';

	/* Options clutter the list until a dash is typed. */
	if (!context->options || context->args.open || (!dash &&
		(*to->typed || context_positional(context))))
		return;
	for (; argument->name; argument++) {
		char *text;

		if (!(argument->flags & ARGUMENT_OPTION) ||
			!context_is_open(context, argument))
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
		command_arguments(to->context->command);

	/* The cursor is within a list. */
	if (to->prefix.len)
		return;
	for (; argument->name && !to->context->args.open; argument++) {
		char *text;

		if (!context_is_open(to->context, argument))
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
	const char *word = buf_text(&to->context->word), *value;
	const struct argument *argument = args_next(&to->context->args, word,
		to->context->options, &value);
	char *name;

	if (!argument || !value || value == word)
		return false;
	name = alloc_print("%s%s=", argument->flags & ARGUMENT_OPTION ? "--" :
		"", argument->name);
	candidates_skip(to, (size_t)(value - word), name);
	free(name);
	argument_values_add(to, argument);
	return true;
}

/* Returns true if the argument is required and still missing. */
static bool is_needed(const struct context *context,
	const struct argument *argument)
{
	size_t index = (size_t)(argument - command_arguments(context->command));

	return !(argument->flags & ARGUMENT_OPTIONAL) &&
		!context->args.values[index].len;
}

static void add_arguments(struct candidates *to)
{
	const struct argument *argument;

	if (to->context->command->flags & COMMAND_REST &&
		argument_values_add_raw(to))
		return;
	if (context_in_name(to->context))
		argument_values_add_commands(to, to->context->command->name);
	if (add_named_values(to))
		return;
	add_options(to);
	argument = context_positional(to->context);
	if (argument)
		argument_values_add(to, argument);
	/*
	 * Tab on an empty word must not insert an optional word where one is
	 * required.
	 */
	if (*to->typed || !argument || !is_needed(to->context, argument))
		add_names(to);
}

static void add_programs(struct candidates *to)
{
	struct strv programs = STRV_INIT;

	file_names_find_programs(&programs, to->typed);
	for (size_t i = 0; i < programs.len; i++)
		candidates_add(to, programs.items[i], NULL, CANDIDATES_END);
	strv_clear(&programs);
}

static void add_names_of_commands(struct candidates *to)
{
	argument_values_add_commands(to, "");
	argument_values_add_aliases(to);
}

static void (*const places[])(struct candidates *to) = {
	[CONTEXT_COMMAND] = add_names_of_commands,
	[CONTEXT_ARGUMENT] = add_arguments,
	[CONTEXT_FILE] = candidates_want_files,
	[CONTEXT_PROGRAM] = add_programs,
};

static void add_all(struct session *session, const struct context *context,
	struct complete_list *list)
{
	struct candidates to;

	candidates_init(&to, session, context, list);
	if (places[context->place])
		places[context->place](&to);
	candidates_clear(&to);
}

void complete_text(struct session *session, const char *line, size_t point,
	struct complete_list *list)
{
	struct context context = { 0 };

	context_read(&context, line, point);
	add_all(session, &context, list);
	context_clear(&context);
}

void complete_words(struct session *session, const struct strv *words,
	struct complete_list *list)
{
	struct context context = { 0 };

	context_read_words(&context, words);
	add_all(session, &context, list);
	context_clear(&context);
}

/* ---- lines that may begin with an alias */

void complete_line(struct session *session, const char *line, size_t point,
	struct complete_list *list)
{
	struct span typed = { line, strnlen(line, point) };
	struct span name = parse_first_word(typed);
	struct span behind = span_from(typed,
		(size_t)(name.at - line) + name.len);
	struct buf expanded = BUF_INIT_SECRET;
	size_t added;

	answers_begin(session->answers, ANSWERS_BUDGET);
	if (behind.len && alias_expand(&session->aliases, typed, &expanded)) {
		added = expanded.len - behind.len;
		complete_text(session, buf_text(&expanded), expanded.len, list);
		/* A word that begins inside the alias cannot be completed. */
		if (list->start < added)
			complete_list_clear(list);
		else
			list->start = list->start - added + typed.len -
				behind.len;
	} else {
		complete_text(session, line, point, list);
	}
	buf_clear(&expanded);
}

/* ---- hints */

/*
 * Adds the arguments that may follow. A repeatable argument is optional after
 * its first value.
 */
static void add_open(struct buf *to, const struct context *context)
{
	const struct argument *argument = command_arguments(context->command);

	if (context->command->flags & COMMAND_FAMILY)
		buf_add_string(to, " …");
	/* The value of an open option comes first. */
	if (context->args.open)
		buf_print(to, " %s", argument_meta(context->args.open));
	for (size_t i = 0; argument[i].name; i++) {
		struct argument open = argument[i];

		/* A topic rarely has more words. */
		if (&argument[i] == context->args.open ||
			!context_is_open(context, &argument[i]) ||
			(argument[i].type == ARGUMENT_TOPIC &&
			context->args.values[i].len))
			continue;
		if (context->args.values[i].len)
			open.flags |= ARGUMENT_OPTIONAL;
		command_add_argument(to, &open);
	}
}

char *complete_hint(const struct pairs *aliases, const char *line)
{
	struct context context = { 0 };
	struct buf whole = BUF_INIT_SECRET, hint = BUF_INIT;
	struct span typed = span_of(line);
	bool blank = typed.len && text_is_blank(line[typed.len - 1]);

	if (!alias_expand(aliases, typed, &whole))
		buf_add_span(&whole, typed);
	/* This ends the last word. */
	buf_add_char(&whole, ' ');
	context_read(&context, buf_text(&whole), whole.len);
	if (context.place == CONTEXT_ARGUMENT && !context.quote &&
		!context.word.len)
		add_open(&hint, &context);
	/* Each argument begins with a blank. */
	if (blank && hint.len)
		buf_consume(&hint, 1);
	context_clear(&context);
	buf_clear(&whole);
	return hint.len ? buf_steal(&hint) : NULL;
}
