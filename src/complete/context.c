/* The context of the cursor: the words before it, its command, its argument. */
#include "complete/context.h"

#include "line/parse.h"
#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- binding of the words */

/* Begins the command at `words[at]`, whose arguments follow it. */
static bool begin_command(struct context *context, size_t at)
{
	size_t used;

	context->command = command_find_words(&context->words, at, true, &used,
		NULL);
	args_clear(&context->args);
	context->args = (struct args){ .command = context->command };
	context->args_from = at + used;
	context->options = true;
	return context->command;
}

/* Binds the word at `*at`; a nested command may take several. */
static bool bind_word(struct context *context, size_t *at)
{
	const char *word = context->words.items[*at], *value;
	const struct argument *argument;

	if (context->options && !context->args.open && !strcmp(word, "--")) {
		context->options = false;
		return true;
	}
	if (context->options && !strcmp(word, "--help"))
		return true;
	argument = args_next(&context->args, word, context->options, &value);
	context->args.open = argument && !value ? argument : NULL;
	if (!argument || !value)
		return argument;
	/* watch SECS COMMAND…: a command within the command. */
	if (argument->type == ARGUMENT_COMMAND &&
		argument->flags & ARGUMENT_REPEAT) {
		if (!begin_command(context, *at))
			return false;
		*at = context->args_from - 1;
		return true;
	}
	strv_add(&context->args.values[argument -
		command_arguments(context->command)], value);
	return true;
}

static void bind_words(struct context *context)
{
	context->place = CONTEXT_COMMAND;
	if (!context->words.len)
		return;
	context->place = CONTEXT_NOTHING;
	if (!begin_command(context, 0))
		return;
	for (size_t i = context->args_from; i < context->words.len; i++)
		if (!bind_word(context, &i))
			return;
	context->place = CONTEXT_ARGUMENT;
}

/* Moves the word that ends at the cursor from `parse` to `context->word`. */
static void take_last_word(struct context *context, struct parse *parse,
	size_t len)
{
	char *last;

	if (parse->start == len)
		return;
	last = parse->words.items[--parse->words.len];
	buf_add_string(&context->word, last);
	alloc_wipe(last, strlen(last));
	free(last);
}

/*
 * Reads the last word of a shell command. It names a program at the start, and
 * after anything that begins another command.
 */
static void read_shell(struct context *context, struct span command)
{
	size_t word = command.len, before;

	while (word && !strchr(" \t|;&(", command.at[word - 1]))
		word--;
	for (before = word; before && text_is_blank(command.at[before - 1]);)
		before--;
	buf_add_span(&context->word, span_from(command, word));
	context->start += word;
	context->place = (before && !strchr("|;&(", command.at[before - 1])) ||
		strchr(buf_text(&context->word), '/') ? CONTEXT_FILE :
		CONTEXT_PROGRAM;
}

void context_read(struct context *context, const char *line, size_t point)
{
	struct span typed = { line, strnlen(line, point) };
	struct parse parse = { 0 };

	parse_unfinished(&parse, typed, NULL);
	context->word.secret = true;
	context->start = typed.len;
	if (parse.end != PARSE_END_NOTHING) {
		context->start = parse.start;
		context->quote = parse.last.quote;
		context->quote_at = parse.last.quote_at;
	}
	if (parse.end == PARSE_END_SHELL) {
		read_shell(context, span_from(typed, parse.start));
	} else if (parse.end == PARSE_END_FILE) {
		context->place = CONTEXT_FILE;
	} else if (parse.end == PARSE_END_WORD) {
		take_last_word(context, &parse, typed.len);
		context->words = parse.words;
		parse.words = (struct strv)STRV_INIT;
		bind_words(context);
	}
	parse_clear(&parse);
}

void context_read_words(struct context *context, const struct strv *words)
{
	context->word.secret = true;
	context->bare = true;
	for (size_t i = 0; i + 1 < words->len; i++)
		strv_add(&context->words, words->items[i]);
	if (words->len)
		buf_add_string(&context->word, words->items[words->len - 1]);
	bind_words(context);
}

bool context_in_name(const struct context *context)
{
	return context->args_from == context->words.len;
}

bool context_is_open(const struct context *context,
	const struct argument *argument)
{
	size_t index = (size_t)(argument - command_arguments(context->command));

	return argument->flags & ARGUMENT_REPEAT ||
		!context->args.values[index].len;
}

const struct argument *context_positional(const struct context *context)
{
	const struct argument *argument = command_arguments(context->command);
	const unsigned others = ARGUMENT_KEYWORD | ARGUMENT_OPTION |
		ARGUMENT_LITERAL;

	if (context->args.open)
		return context->args.open;
	for (; argument->name; argument++)
		if (!(argument->flags & others) &&
			context_is_open(context, argument))
			return argument;
	return NULL;
}

void context_clear(struct context *context)
{
	for (size_t i = 0; i < context->words.len; i++)
		alloc_wipe(context->words.items[i],
			strlen(context->words.items[i]));
	strv_clear(&context->words);
	buf_clear(&context->word);
	args_clear(&context->args);
	*context = (struct context){ 0 };
}
