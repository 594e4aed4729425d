/* Completion of argument values by type. */
#include "complete/argument_values.h"

#include "cmd/session.h"
#include "complete/answers.h"
#include "complete/tor_values.h"
#include "conn/opener.h"
#include "conn/target_list.h"
#include "conn/transport.h"
#include "help/topics.h"
#include "out/table.h"
#include "proto/event_types.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static void add_command(void *arg, const struct command *command,
	const char *word)
{
	const struct candidates *to = arg;

	if (!(command->flags & COMMAND_HIDDEN) && !(to->context->bare &&
		command->flags & COMMAND_PROMPT))
		candidates_add(arg, word, command->summary, CANDIDATES_END);
}

void argument_values_add_commands(struct candidates *to, const char *before)
{
	const char *typed = to->typed;
	char *plain = alloc_string(typed);

	for (char *c = plain; *c; c++)
		if (*c == '_')
			*c = '-';
	to->typed = plain;
	command_each_below(before, add_command, to);
	to->typed = typed;
	free(plain);
}

static void add_verb(void *arg, const struct command *command)
{
	if (command->verb)
		candidates_add(arg, command->verb, command->summary,
			CANDIDATES_END);
}

bool argument_values_add_raw(struct candidates *to)
{
	const struct command *command = to->context->command;

	if (command->verb || command->flags & COMMAND_OFFLINE ||
		command_arguments(command)[0].type != ARGUMENT_TEXT)
		return false;
	if (to->context->words.len == to->context->args_from)
		command_each(add_verb, to);
	return true;
}

/* ---- the words typed so far */

/* Returns the words after the command. */
static struct strv given_words(const struct candidates *to)
{
	struct strv words = to->context->words;

	words.items += to->context->args_from;
	words.len -= to->context->args_from;
	return words;
}

/* ---- names */

/*
 * Adds names of a type, except those in `not`: Tor's own, else the built-in
 * ones.
 */
static void add_names(struct candidates *to, enum argument_type type,
	const struct strv *not)
{
	const struct pairs *list = answers_list(to->session->answers,
		answers_find(argument_type_source(type)));
	const char *name;

	for (size_t i = 0; list ? i < list->len :
		argument_type_name(type, i) != NULL; i++) {
		name = list ? list->items[i].name : argument_type_name(type, i);
		if (!strv_has_nocase(not, name))
			candidates_add(to, name, argument_type_text(type, name),
				CANDIDATES_END);
	}
}

/* Adds the names that are not in the line yet. */
static void add_new_names(struct candidates *to,
	const struct argument *argument)
{
	struct strv given = given_words(to);

	add_names(to, argument->type, &given);
}

static bool is_signed(const char *word)
{
	return *word == '+' || *word == '-';
}

/* Adds the names in the line, without + and -. */
static void add_given_events(struct strv *names, const struct candidates *to)
{
	struct strv given = given_words(to);

	for (size_t i = 0; i < given.len; i++)
		strv_add(names, given.items[i] + is_signed(given.items[i]));
}

/* Adds the enabled events, for "-". */
static void add_events_on(struct candidates *to, const struct strv *given)
{
	const struct strv *on = &to->session->tor->events.wanted;

	for (size_t i = 0; i < on->len; i++)
		if (!strv_has_nocase(given, on->items[i]))
			candidates_add(to, on->items[i],
				event_type_summary(on->items[i]),
				CANDIDATES_END);
}

/*
 * Adds the words for all events and none; "off" only makes sense at the prompt.
 */
static void add_event_words(struct candidates *to)
{
	candidates_add(to, "all", "all events",
		CANDIDATES_END);
	if (!to->context->bare)
		candidates_add(to, "off", "no events", CANDIDATES_END);
}

/* For torctl's own commands, +NAME and -NAME change the selection. */
static void add_events(struct candidates *to, const struct argument *argument)
{
	const char *word = buf_text(&to->context->word);
	bool own = !to->context->command->verb;
	const char sign[] = { own && is_signed(word) ? *word : '\0', '\0' };
	const struct strv *on = &to->session->tor->events.wanted;
	struct strv not = STRV_INIT;

	add_given_events(&not, to);
	if (*sign)
		candidates_skip(to, 1, sign);
	else if (own && !not.len)
		add_event_words(to);
	for (size_t i = 0; *sign == '+' && i < on->len; i++)
		strv_add(&not, on->items[i]);
	if (*sign == '-')
		add_events_on(to, &not);
	else
		add_names(to, argument->type, &not);
	strv_clear(&not);
}

static void add_reasons(struct candidates *to,
	const struct argument *argument)
{
	const char *name;

	for (size_t i = 0; (name = argument_type_name(argument->type, i));
		i++) {
		char *number = alloc_print("reason %zu", i + 1);

		candidates_add(to, name, number, CANDIDATES_END);
		free(number);
	}
}

static void add_topic(void *arg, const char *kind, const char *name,
	const char *text)
{
	/* The first words of commands have already been added. */
	if (strcmp(kind, "command") != 0)
		candidates_add(arg, name, text, CANDIDATES_END);
}

/* The page of a word has all its meanings, in upper and lower case. */
static void add_topics(struct candidates *to, const struct argument *argument)
{
	const struct strv *words = args_list(&to->context->args,
		argument->name);
	char *before = strv_join(words, " ");

	argument_values_add_commands(to, before);
	free(before);
	if (words->len)
		return;
	to->nocase = true;
	topics_each(add_topic, to);
	tor_values_keys(to, false);
	tor_values_add_options(to, argument);
}

/* Adds mapped addresses with their targets, except those in the line. */
static void add_mapped(struct candidates *to, const struct argument *argument)
{
	const struct pairs *list = answers_list(to->session->answers,
		ANSWERS_MAPPED);
	struct strv given = given_words(to);

	(void)argument;
	for (size_t i = 0; list && i < list->len; i++)
		if (!strv_has_nocase(&given, list->items[i].name))
			candidates_add(to, list->items[i].name,
				list->items[i].value, CANDIDATES_END);
}

static void add_files(struct candidates *to, const struct argument *argument)
{
	(void)argument;
	candidates_want_files(to);
}

/* Adds the known addresses of one kind; returns true if its scheme is typed. */
static bool add_transport(struct candidates *to, const struct transport *row)
{
	struct strv addresses = STRV_INIT;
	bool typed = row->scheme && span_starts(span_of(to->typed),
		row->scheme);

	if (row->is_path && (typed || (*to->typed &&
		strchr("/.~", *to->typed)))) {
		candidates_skip_typed(to, typed ? strlen(row->scheme) : 0);
		candidates_want_files(to);
	} else if (row->scheme && !typed && (row->is_path || row->complete)) {
		candidates_add(to, row->scheme, row->summary, CANDIDATES_MORE);
	} else if (row->complete) {
		row->complete(&addresses);
	}
	for (size_t i = 0; i < addresses.len; i++)
		candidates_add(to, addresses.items[i], row->summary,
			CANDIDATES_END);
	strv_clear(&addresses);
	return typed;
}

void argument_values_add_addresses(struct candidates *to)
{
	struct strv places = STRV_INIT;

	for (size_t i = 0; opener_usual_places[i]; i++) {
		strv_add(&places, opener_usual_places[i]);
		if (!opener_is_repeated(&places, i))
			candidates_add(to, places.items[i],
				"a usual control port", CANDIDATES_END);
	}
	strv_clear(&places);
	for (const struct transport *row = transports; row->connect; row++)
		if (add_transport(to, row))
			break;
}

void argument_values_add_targets(struct candidates *to)
{
	struct strv names = STRV_INIT;

	candidates_skip_list(to);
	target_list_names(&names);
	for (size_t i = 0; i < names.len; i++)
		candidates_add(to, names.items[i], NULL, CANDIDATES_END);
	to->some_end = false;
	strv_clear(&names);
}

static void add_targets(struct candidates *to, const struct argument *argument)
{
	(void)argument;
	argument_values_add_targets(to);
}

static void add_server(struct candidates *to, const struct argument *argument)
{
	(void)argument;
	argument_values_add_addresses(to);
}

static void add_socks_port(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	for (const struct transport *row = transports; row->connect; row++)
		if (row->listens)
			add_transport(to, row);
}

static void add_command_names(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	argument_values_add_commands(to, "");
}

void argument_values_add_aliases(struct candidates *to)
{
	const struct pairs *aliases = &to->session->aliases;

	for (size_t i = 0; i < aliases->len; i++) {
		const struct pair *alias = &aliases->items[i];
		char *about = alloc_print("alias: %s", alias->value);

		candidates_add(to, alias->name, about, CANDIDATES_END);
		free(about);
	}
}

static void add_alias_names(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	argument_values_add_aliases(to);
}

/* Adds literal alternatives: "general|controller", "reverse". */
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

/* Adds columns of the command's table: one, or a comma-separated list. */
static void add_columns(struct candidates *to, const struct argument *argument)
{
	const struct table_column *column = to->context->command->columns;
	bool list = strstr(argument_meta(argument), ",…");

	if (list)
		candidates_skip_list(to);
	else if (*to->typed == '-')
		candidates_skip_typed(to, 1);
	for (; column && column->name; column++)
		candidates_add(to, column->name, column->help,
			CANDIDATES_END);
	if (list)
		to->some_end = false;
}

static void (*const types[ARGUMENT_TYPES])(struct candidates *to,
	const struct argument *argument) = {
	[ARGUMENT_TEXT] = add_choices,
	[ARGUMENT_KEY] = tor_values_add_keys,
	[ARGUMENT_CONFIG] = tor_values_add_options,
	[ARGUMENT_SETTING] = tor_values_add_settings,
	[ARGUMENT_EVENT] = add_events,
	[ARGUMENT_EVENT_TYPE] = add_new_names,
	[ARGUMENT_SIGNAL] = add_new_names,
	[ARGUMENT_FEATURE] = add_new_names,
	[ARGUMENT_CIRCUIT] = tor_values_add_circuits,
	[ARGUMENT_STREAM] = tor_values_add_streams,
	[ARGUMENT_RELAY] = tor_values_add_relays,
	[ARGUMENT_RELAY_NAME] = tor_values_add_relays,
	[ARGUMENT_PATH] = tor_values_add_path,
	[ARGUMENT_PURPOSE] = add_new_names,
	[ARGUMENT_REASON] = add_reasons,
	[ARGUMENT_SERVER] = add_server,
	[ARGUMENT_TARGETS] = add_targets,
	[ARGUMENT_SOCKS_PORT] = add_socks_port,
	[ARGUMENT_MAPPED] = add_mapped,
	[ARGUMENT_ONION] = tor_values_add_onions,
	[ARGUMENT_ONION_OWN] = tor_values_add_own_onions,
	[ARGUMENT_ONION_KEYED] = tor_values_add_keyed_onions,
	[ARGUMENT_SERVICE] = tor_values_add_services,
	[ARGUMENT_FILE] = add_files,
	[ARGUMENT_TOPIC] = add_topics,
	[ARGUMENT_COMMAND] = add_command_names,
	[ARGUMENT_COLUMN] = add_columns,
	[ARGUMENT_ALIAS] = add_alias_names,
};

/* ---- values of the row */

static void add_value(void *arg, const char *value, const char *help)
{
	struct candidates *to = arg;
	size_t len = strlen(value);

	if (*value == ',' && *to->typed != ',')
		return;
	candidates_add(to, value, help, len && value[len - 1] == ':' ?
		CANDIDATES_MORE : CANDIDATES_END);
}

/* "VIRTUAL[,TARGET]": after a comma, offers the part that follows. */
static void skip_first_part(struct candidates *to,
	const struct argument *argument)
{
	const char *comma = strstr(argument_meta(argument), "[,") ?
		strchr(to->typed, ',') : NULL;

	if (comma)
		candidates_skip_typed(to, (size_t)(comma - to->typed));
}

static void add_row_values(struct candidates *to,
	const struct argument *argument)
{
	const struct command *command = to->context->command;
	const struct command_value *row = command->values;
	struct strv words = given_words(to);
	bool list = strstr(argument_meta(argument), ",…") &&
		argument->type == ARGUMENT_TEXT;

	if (!command->values && !command->add_values)
		return;
	if (list)
		candidates_skip_list(to);
	else
		skip_first_part(to, argument);
	for (; row && row->argument; row++)
		if (!strcmp(row->argument, argument->name))
			add_value(to, row->value, row->help);
	if (command->add_values)
		command->add_values(argument, &words, add_value, to);
	/* A comma may follow. */
	if (list)
		to->some_end = false;
}

void argument_values_add(struct candidates *to,
	const struct argument *argument)
{
	/* After @, the file that holds the secret. */
	if (argument->flags & ARGUMENT_PRIVATE && *to->typed == '@') {
		candidates_skip(to, 1, "@");
		candidates_want_files(to);
		return;
	}
	if (types[argument->type])
		types[argument->type](to, argument);
	else
		add_choices(to, argument);
	add_row_values(to, argument);
}
