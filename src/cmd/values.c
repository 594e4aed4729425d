/* The values that an argument may have, by its type, for Tab. */
#include "cmd/values.h"

#include "cmd/session.h"
#include "cmd/sources.h"
#include "cmd/topics.h"
#include "cmd/values_tor.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static void add_command(void *arg, const struct command *command)
{
	const struct candidates *to = arg;

	if (!(command->flags & COMMAND_HIDDEN) && !(to->cursor->bare &&
		command->flags & COMMAND_PROMPT))
		candidates_add(arg, command->name, command->summary,
			CANDIDATES_END);
}

void values_add_commands(struct candidates *to)
{
	const char *typed = to->typed;
	char *plain = alloc_string(typed);

	for (char *c = plain; *c; c++)
		if (*c == '_')
			*c = '-';
	to->typed = plain;
	command_each(add_command, to);
	to->typed = typed;
	free(plain);
}

static void add_verb(void *arg, const struct command *command)
{
	if (command->verb)
		candidates_add(arg, command->verb, command->summary,
			CANDIDATES_END);
}

bool values_add_raw(struct candidates *to)
{
	const struct command *command = to->cursor->command;

	if (command->verb || command->flags & COMMAND_OFFLINE ||
		command->arguments[0].type != ARGUMENT_TEXT)
		return false;
	if (to->cursor->words.len == to->cursor->args_from)
		command_each(add_verb, to);
	return true;
}

static const char *topic_text(const struct topic *topics, const char *name)
{
	for (; topics && topics->name; topics++)
		if (text_equal_nocase(topics->name, name))
			return topics->text;
	return NULL;
}

/* Names of a type: Tor's own, else the built-in ones. */
static void add_names(struct candidates *to, enum argument_type type,
	const struct topic *topics)
{
	const struct pairs *list = sources_list(to->session->sources,
		sources_find(argument_type_source(type)));
	const char *const *name = argument_type_names(type);

	for (size_t i = 0; list && i < list->len; i++)
		candidates_add(to, list->items[i].name,
			topic_text(topics, list->items[i].name),
			CANDIDATES_END);
	for (; !list && name && *name; name++)
		candidates_add(to, *name, topic_text(topics, *name),
			CANDIDATES_END);
}

static void add_builtin(struct candidates *to,
	const struct argument *argument)
{
	add_names(to, argument->type, NULL);
}

/* At a command of torctl's own, +NAME and -NAME change the choice. */
static void add_events(struct candidates *to, const struct argument *argument)
{
	const char *word = buf_text(&to->cursor->word);
	const char sign[] = { *word, '\0' };

	if (!to->cursor->command->verb && (*word == '+' || *word == '-'))
		candidates_skip(to, 1, sign);
	add_names(to, argument->type, topics_events);
}

static void add_signals(struct candidates *to,
	const struct argument *argument)
{
	add_names(to, argument->type, topics_signals);
}

static void add_reasons(struct candidates *to,
	const struct argument *argument)
{
	const char *const *names = argument_type_names(argument->type);

	for (int i = 0; names[i]; i++) {
		char *number = alloc_print("reason %d", i + 1);

		candidates_add(to, names[i], number, CANDIDATES_END);
		free(number);
	}
}

static void add_topics(struct candidates *to, const struct argument *argument)
{
	(void)argument;
	values_add_commands(to);
	add_names(to, ARGUMENT_EVENT, topics_events);
	add_names(to, ARGUMENT_SIGNAL, topics_signals);
	values_tor_keys(to, false);
}

static void add_files(struct candidates *to, const struct argument *argument)
{
	(void)argument;
	candidates_want_files(to);
}

static void add_command_names(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	values_add_commands(to);
}

static void add_value(void *arg, const char *value, const char *description)
{
	candidates_add(arg, value, description, CANDIDATES_END);
}

/* "general|controller", "reverse": words that stand for themselves. */
static void add_choices(struct candidates *to,
	const struct argument *argument)
{
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz0123456789-|";
	const char *meta = argument_meta(argument);

	if (!text_consists_of(meta, lower))
		return;
	for (;;) {
		size_t len = strcspn(meta, "|");
		char *word = alloc_bytes(meta, len);

		candidates_add(to, word, NULL, CANDIDATES_END);
		free(word);
		if (!meta[len])
			return;
		meta += len + 1;
	}
}

static void add_text(struct candidates *to, const struct argument *argument)
{
	const struct cursor *cursor = to->cursor;
	struct strv words = cursor->words;

	add_choices(to, argument);
	if (!cursor->command->values)
		return;
	words.items += cursor->args_from;
	words.len -= cursor->args_from;
	cursor->command->values(argument, &words, add_value, to);
}

static void (*const types[ARGUMENT_TYPES])(struct candidates *to,
	const struct argument *argument) = {
	[ARGUMENT_TEXT] = add_text,
	[ARGUMENT_KEY] = values_tor_add_keys,
	[ARGUMENT_CONFIG] = values_tor_add_options,
	[ARGUMENT_SETTING] = values_tor_add_settings,
	[ARGUMENT_EVENT] = add_events,
	[ARGUMENT_SIGNAL] = add_signals,
	[ARGUMENT_FEATURE] = add_builtin,
	[ARGUMENT_CIRCUIT] = values_tor_add_circuits,
	[ARGUMENT_STREAM] = values_tor_add_streams,
	[ARGUMENT_RELAY] = values_tor_add_relays,
	[ARGUMENT_PATH] = values_tor_add_path,
	[ARGUMENT_PURPOSE] = add_builtin,
	[ARGUMENT_REASON] = add_reasons,
	[ARGUMENT_ONION] = values_tor_add_onions,
	[ARGUMENT_FILE] = add_files,
	[ARGUMENT_TOPIC] = add_topics,
	[ARGUMENT_COMMAND] = add_command_names,
};

void values_add(struct candidates *to, const struct argument *argument)
{
	/* A secret is typed, or read from a file. */
	if (argument->flags & ARGUMENT_PRIVATE && *to->typed == '@') {
		candidates_skip(to, 1, "@");
		candidates_want_files(to);
	} else if (types[argument->type]) {
		types[argument->type](to, argument);
	} else {
		add_choices(to, argument);
	}
}
