/* The table of all commands, and finding one in it. */
#include "cmd/command.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>

const struct command *const command_families[] = {
	commands_info, commands_conf, commands_circuits, commands_addresses,
	commands_onions, commands_control, commands_torctl,
	commands_complete, commands_shell,
};
const size_t command_families_len =
	sizeof(command_families) / sizeof(*command_families);

static const char *const group_names[] = {
	[COMMAND_ASK] = "Asking Tor",
	[COMMAND_CONFIGURE] = "Configuration",
	[COMMAND_CIRCUITS] = "Circuits, streams and relays",
	[COMMAND_ADDRESSES] = "Names and addresses",
	[COMMAND_ONIONS] = "Onion services",
	[COMMAND_CONTROL] = "Controlling Tor and the connection",
	[COMMAND_TORCTL] = "torctl itself",
};

const char *command_group_name(enum command_group group)
{
	return group_names[group];
}

void command_each(void (*visit)(void *arg, const struct command *command),
	void *arg)
{
	const struct command *row;

	for (int group = 0; group < COMMAND_GROUPS; group++)
		for (size_t i = 0; i < command_families_len; i++)
			for (row = command_families[i]; row->name; row++)
				if ((int)row->group == group)
					visit(arg, row);
}

/* A copy in lower case, with "-" for "_". */
static char *plain_name(const char *name)
{
	char *plain = alloc_string(name);

	for (char *c = plain; *c; c++)
		*c = *c == '_' ? '-' : text_lower(*c);
	return plain;
}

struct search {
	const char *name;
	const struct command *found;
	const char *best;
	size_t distance;
};

static void match_row(void *arg, const struct command *command)
{
	struct search *search = arg;

	if (text_equal_nocase(search->name, command->name))
		search->found = command;
}

static void search_row(void *arg, const struct command *command)
{
	struct search *search = arg;

	if (!(command->flags & COMMAND_HIDDEN))
		text_suggest(search->name, command->name, &search->best,
			&search->distance);
}

const struct command *command_find(const char *name, struct error *error)
{
	char *plain = plain_name(name);
	struct search search = { plain, NULL, NULL, TEXT_FAR };

	command_each(match_row, &search);
	if (!search.found && error)
		command_each(search_row, &search);
	if (!search.found && search.best)
		error_set(error, ERROR_USAGE, "no command \"%s\"; did you "
			"mean \"%s\"?", name, search.best);
	else if (!search.found)
		error_set(error, ERROR_USAGE, "no command \"%s\" (torctl help "
			"lists them; raw sends any line)", name);
	free(plain);
	return search.found;
}

/* All names that begin so; `found` is the last of them. */
struct beginning {
	const char *name;
	const struct command *found;
	struct strv names;
};

static void match_start(void *arg, const struct command *command)
{
	struct beginning *beginning = arg;

	if (command->flags & COMMAND_HIDDEN ||
		!span_starts(span_of(command->name), beginning->name))
		return;
	beginning->found = command;
	strv_add(&beginning->names, command->name);
}

const struct command *command_find_short(const char *name,
	struct error *error)
{
	const struct command *command = command_find(name, NULL);
	char *plain = plain_name(name), *list;
	struct beginning beginning = { .name = plain };

	if (!command && *plain)
		command_each(match_start, &beginning);
	if (beginning.names.len == 1) {
		command = beginning.found;
	} else if (beginning.names.len) {
		list = strv_join(&beginning.names, ", ");
		error_set(error, ERROR_USAGE, "%s: ambiguous: %s", name, list);
		free(list);
	} else if (!command) {
		command_find(name, error);
	}
	strv_clear(&beginning.names);
	free(plain);
	return command;
}

static void match_secret(void *arg, const struct command *command)
{
	struct search *search = arg;

	if (!(command->flags & COMMAND_SECRET))
		return;
	if (span_starts(span_of(command->name), search->name))
		search->best = command->name;
	text_suggest(search->name, command->name, &search->best,
		&search->distance);
}

bool command_may_be_secret(const char *name)
{
	char *plain = plain_name(name);
	struct search search = { plain, NULL, NULL, TEXT_FAR };

	if (*plain)
		command_each(match_secret, &search);
	free(plain);
	return search.best;
}

void command_suggest(const char *wrong, const char **best, size_t *distance)
{
	struct search search = { wrong, NULL, *best, *distance };

	command_each(search_row, &search);
	*best = search.best;
	*distance = search.distance;
}

void command_add_argument(struct buf *usage, const struct argument *argument)
{
	bool optional = argument->flags & ARGUMENT_OPTIONAL;
	bool takes = argument->flags & ARGUMENT_VALUE;

	buf_add_string(usage, optional ? " [" : " ");
	if (argument->flags & ARGUMENT_OPTION)
		buf_print(usage, "--%s%s%s", argument->name, takes ? " " : "",
			takes ? argument_meta(argument) : "");
	else if (argument->flags & ARGUMENT_KEYWORD)
		buf_print(usage, "%s=%s", argument->name,
			argument_meta(argument));
	else
		buf_add_string(usage, argument->name);
	if (argument->flags & ARGUMENT_REPEAT)
		buf_add_string(usage, "…");
	if (optional)
		buf_add_char(usage, ']');
}

char *command_usage(const struct command *command)
{
	const struct argument *argument = command->arguments;
	struct buf usage = BUF_INIT;

	buf_add_string(&usage, command->name);
	for (; argument->name; argument++)
		command_add_argument(&usage, argument);
	return buf_steal(&usage);
}

bool command_has_body(const struct command *command)
{
	const struct argument *argument = command->arguments;

	for (; argument->name; argument++)
		if (argument->flags & ARGUMENT_BODY)
			return true;
	return false;
}
