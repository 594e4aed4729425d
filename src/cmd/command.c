/* The table of all commands, and the search in it. */
#include "cmd/command.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/closest.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

const struct command *const *command_families;
size_t command_families_len;

void command_register(const struct command *const *families, size_t len)
{
	command_families = families;
	command_families_len = len;
}

const struct argument *command_arguments(const struct command *command)
{
	static const struct argument none;

	return command->arguments ? command->arguments : &none;
}

const struct command_error *command_errors(const struct command *command)
{
	static const struct command_error none;

	return command->errors ? command->errors : &none;
}

static const char *const group_names[] = {
	[COMMAND_ASK] = "Status and information",
	[COMMAND_CONFIGURE] = "Configuration",
	[COMMAND_CIRCUITS] = "Circuits, streams and relays",
	[COMMAND_ADDRESSES] = "Names and addresses",
	[COMMAND_ONIONS] = "Onion services",
	[COMMAND_CONTROL] = "Control and connection",
	[COMMAND_TORCTL] = "torctl",
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

/* Copies the name in lower case, with "-" for "_" and "help" for "?". */
static char *plain_name(const char *name)
{
	char *plain = alloc_string(strcmp(name, "?") ? name : "help");

	for (char *c = plain; *c; c++)
		*c = *c == '_' ? '-' : text_lower(*c);
	return plain;
}

static void try_row(void *arg, const struct command *command)
{
	struct closest *closest = arg;
	size_t first = strcspn(command->name, " ");

	/* Do not suggest a name of two words for one word. */
	if (!(command->flags & COMMAND_HIDDEN) && (!command->name[first] ||
		strlen(closest->wrong) > first))
		closest_try(closest, command->name);
}

/* Reports an unknown command. Always returns false. */
static bool refuse_name(const char *name, struct error *error)
{
	struct closest closest;
	char *plain;

	if (!error)
		return false;
	plain = plain_name(name);
	closest = (struct closest)CLOSEST(plain);
	command_each(try_row, &closest);
	closest.wrong = name;
	/* Examples in help are shell commands that begin with torctl. */
	if (!strcmp(plain, "torctl"))
		error_set(error, ERROR_USAGE, "unknown command \"%s\"; "
			"you are already running torctl", name);
	else
		closest_refuse(&closest, "command", "", error);
	if (!closest.best && strcmp(plain, "torctl"))
		error_set_remedy(error, ERROR_REMEDY_HELP);
	free(plain);
	return false;
}

/* Returns the row whose name is `before`, a blank if that is not "", `word`. */
static const struct command *find_row(const char *before, const char *word)
{
	size_t len = strlen(before);

	for (size_t i = 0; i < command_families_len; i++)
		for (const struct command *row = command_families[i];
			row->name; row++) {
			const char *rest = row->name + len;

			if (len && (*row->name != *before ||
				strncmp(row->name, before, len) != 0 ||
				*rest++ != ' '))
				continue;
			if (*rest == *word && !strcmp(rest, word))
				return row;
		}
	return NULL;
}

const struct command *command_find(const char *name, struct error *error)
{
	char *plain = plain_name(name);
	const struct command *found = find_row("", plain);

	if (!found)
		refuse_name(name, error);
	free(plain);
	return found;
}

/* ---- search by words */

/* The search for the next word of a name. */
struct step {
	const char *before; /* the name so far: "", "wait" */
	const char *word;
	struct strv names;  /* commands that begin with it */
};

/*
 * Returns the last word of the row's name if `before` precedes it, else NULL.
 */
static const char *last_word(const struct command *command,
	const char *before)
{
	size_t len = strlen(before);
	const char *rest = command->name + len;

	if (strncmp(command->name, before, len))
		return NULL;
	if (len && *rest++ != ' ')
		return NULL;
	return strchr(rest, ' ') ? NULL : rest;
}

static void match_short_word(void *arg, const struct command *command)
{
	struct step *step = arg;
	const char *name = last_word(command, step->before);

	if (name && !(command->flags & COMMAND_HIDDEN) &&
		span_starts(span_of(name), step->word))
		strv_add(&step->names, command->name);
}

/*
 * Finds the row whose name is `before` and `word`. Returns NULL with an error,
 * which is ERROR_NONE if no name begins with the word.
 */
static const struct command *find_next(const struct command *before,
	const char *word, bool shortened, struct error *error)
{
	char *plain = plain_name(word), *list;
	struct step step = { before ? before->name : "", plain, STRV_INIT };
	const struct command *found = find_row(step.before, plain);

	if (!found && shortened && *plain)
		command_each(match_short_word, &step);
	if (step.names.len == 1) {
		found = command_find(step.names.items[0], NULL);
	} else if (step.names.len) {
		list = strv_join(&step.names, ", ");
		error_set(error, ERROR_USAGE, "\"%s\" is ambiguous: %s", word,
			list);
		free(list);
	}
	strv_clear(&step.names);
	free(plain);
	return found;
}

const struct command *command_find_words(const struct strv *words,
	size_t from, bool shortened, size_t *used, struct error *error)
{
	const struct command *command = NULL, *next;
	struct error failure = ERROR_INIT;
	size_t at;

	for (at = from; at < words->len; at++) {
		/* The word may be an argument, so it must match in full. */
		bool may_be_short = shortened && (!command ||
			command->flags & COMMAND_FAMILY);

		next = find_next(command, words->items[at], may_be_short,
			&failure);
		if (!next)
			break;
		command = next;
	}
	if (failure.kind != ERROR_NONE) {
		error_move(error, &failure);
		command = NULL;
	} else if (!command) {
		refuse_name(from < words->len ? words->items[from] : "",
			error);
	}
	*used = at - from;
	return command;
}

struct children {
	const char *name;
	void (*visit)(void *arg, const struct command *command,
		const char *word);
	void *arg;
	bool any;
};

static void visit_child(void *arg, const struct command *command)
{
	struct children *children = arg;
	const char *word = last_word(command, children->name);

	if (!word || !*word)
		return;
	children->any = true;
	if (children->visit)
		children->visit(children->arg, command, word);
}

bool command_each_below(const char *name, void (*visit)(void *arg,
	const struct command *command, const char *word), void *arg)
{
	struct children children = { name, visit, arg, false };

	command_each(visit_child, &children);
	return children.any;
}

static void add_child(void *arg, const struct command *command,
	const char *word)
{
	struct buf *names = arg;

	(void)command;
	buf_print(names, "%s%s", names->len ? ", " : "", word);
}

static void try_below(void *arg, const struct command *command,
	const char *word)
{
	(void)command;
	closest_try(arg, word);
}

/* Reports a missing or unknown subcommand. Always returns false. */
static bool refuse_family(const struct command *family,
	const char *word, struct error *error)
{
	struct closest closest = CLOSEST(word);
	struct buf names = BUF_INIT;

	command_each_below(family->name, add_child, &names);
	if (word)
		command_each_below(family->name, try_below, &closest);
	if (closest.best)
		error_set(error, ERROR_USAGE, "unknown command \"%s %s\"; "
			"did you mean \"%s %s\"?", family->name, word,
			family->name, closest.best);
	else if (word)
		error_set(error, ERROR_USAGE, "unknown command \"%s %s\"; "
			"subcommands of %s: %s", family->name, word,
			family->name, buf_text(&names));
	else
		error_set(error, ERROR_USAGE, "%s needs a subcommand: %s",
			family->name, buf_text(&names));
	buf_clear(&names);
	return false;
}

const struct command *command_find_call(const struct strv *words,
	size_t *used, struct error *error)
{
	const struct command *command = command_find_words(words, 0, false,
		used, error);
	const char *word = *used < words->len ? words->items[*used] : NULL;

	if (!command || !(command->flags & COMMAND_FAMILY) ||
		(word && !strcmp(word, "--help")))
		return command;
	refuse_family(command, word, error);
	return NULL;
}

/* ---- suggestions */

struct secret {
	const char *name;
	bool found;
};

static void match_secret(void *arg, const struct command *command)
{
	struct secret *secret = arg;
	struct closest closest = CLOSEST(secret->name);
	char *first;

	if (!(command->flags & COMMAND_SECRET))
		return;
	first = alloc_bytes(command->name, strcspn(command->name, " "));
	closest_try(&closest, first);
	if (closest.best || span_starts(span_of(first), secret->name))
		secret->found = true;
	free(first);
}

bool command_may_be_secret(const char *name)
{
	char *plain = plain_name(name);
	struct secret secret = { plain, false };

	if (*plain)
		command_each(match_secret, &secret);
	free(plain);
	return secret.found;
}

void command_add_argument(struct buf *usage, const struct argument *argument)
{
	bool optional = argument->flags & ARGUMENT_OPTIONAL;
	bool takes = argument->flags & ARGUMENT_VALUE;

	buf_add_string(usage, optional ? " [" : " ");
	if (argument->letter)
		buf_print(usage, "-%c|", argument->letter);
	if (argument->flags & ARGUMENT_OPTION)
		buf_print(usage, "--%s%s%s", argument->name, takes ? " " : "",
			takes ? argument_meta(argument) : "");
	else if (argument->flags & ARGUMENT_KEYWORD)
		buf_print(usage, "%s=%s", argument->name,
			argument_meta(argument));
	else
		buf_add_string(usage, argument->name);
	if (argument_has_dots(argument))
		buf_add_string(usage, "…");
	if (optional)
		buf_add_char(usage, ']');
}

char *command_usage(const struct command *command)
{
	const struct argument *argument = command_arguments(command);
	struct buf usage = BUF_INIT;

	buf_add_string(&usage, command->name);
	if (command->flags & COMMAND_FAMILY)
		buf_add_string(&usage, " …");
	for (; argument->name; argument++)
		command_add_argument(&usage, argument);
	return buf_steal(&usage);
}

bool command_has_body(const struct command *command)
{
	const struct argument *argument = command_arguments(command);

	for (; argument->name; argument++)
		if (argument->flags & ARGUMENT_BODY)
			return true;
	return false;
}
