/* The arguments of one command line, bound to the command's row. */
#include "cmd/args.h"

#include "cmd/secret.h"
#include "proto/request.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

enum { SECRET_FILE_MAX = 4096 };

/* Always false. Takes `cause`, and appends the usage. */
static bool refuse(const struct command *command, struct error *error,
	char *cause)
{
	char *usage = command_usage(command);

	error_set(error, ERROR_USAGE, "%s", cause);
	error_add_line(error, "usage: %s", usage);
	free(cause);
	free(usage);
	return false;
}

/* Returns the name of an argument as in usage and help; the caller's. */
static char *label(const struct argument *argument)
{
	return alloc_print("%s%s%s", argument->flags & ARGUMENT_OPTION ?
		"--" : "", argument->name,
		argument->flags & ARGUMENT_KEYWORD ? "=" : "");
}

static bool refuse_argument(const struct command *command,
	struct error *error, const char *what,
	const struct argument *argument)
{
	char *name = label(argument), *cause = alloc_print("%s %s", what, name);

	free(name);
	return refuse(command, error, cause);
}

/* Returns whether it is an option of torctl itself. */
static bool is_misplaced(const struct args_source *source, const char *word)
{
	return *word == '-' && word[1] && source->is_own_option &&
		source->is_own_option(word);
}

static bool refuse_option(const struct command *command,
	const struct args_source *source, struct error *error,
	const char *word)
{
	return refuse(command, error, alloc_print(is_misplaced(source, word) ?
		"%s must precede the command" : "unknown option \"%s\"",
		word));
}

/* Returns a positional that takes one more word, or NULL. */
static const struct argument *next_positional(const struct args *args,
	const char *word)
{
	const struct argument *argument = command_arguments(args->command);

	for (size_t i = 0; argument[i].name; i++) {
		unsigned flags = argument[i].flags;
		bool full = args->values[i].len && !(flags & ARGUMENT_REPEAT);

		if (flags & (ARGUMENT_KEYWORD | ARGUMENT_OPTION) || full)
			continue;
		if (flags & ARGUMENT_LITERAL &&
			!text_equal_nocase(word, argument[i].name))
			continue;
		return &argument[i];
	}
	return NULL;
}

/* Finds the keyword argument that `word` begins with, and its value. */
static const struct argument *find_keyword(const struct command *command,
	const char *word, const char **value)
{
	const struct argument *argument = command_arguments(command);

	for (; argument->name; argument++) {
		size_t len = strlen(argument->name);

		if (!(argument->flags & ARGUMENT_KEYWORD) ||
			!span_starts_nocase(span_of(word), argument->name) ||
			word[len] != '=')
			continue;
		*value = word + len + 1;
		return argument;
	}
	return NULL;
}

/*
 * Finds the option for "-LETTER". Sets `*wrong` if the command has such
 * options, but not this one.
 */
static const struct argument *find_letter(const struct command *command,
	const char *word, bool *wrong)
{
	const struct argument *argument = command_arguments(command);

	*wrong = false;
	if (word[0] != '-' || !word[1] || word[2])
		return NULL;
	for (; argument->name; argument++) {
		if (argument->letter == word[1])
			return argument;
		*wrong = *wrong || argument->letter;
	}
	return NULL;
}

/* Finds the option for "--NAME" or "--NAME=VALUE". */
static const struct argument *find_option(const struct command *command,
	const char *word, const char **value)
{
	const struct argument *argument = command_arguments(command);
	const char *name = word + 2;
	size_t len = strcspn(name, "=");

	*value = word;
	for (; argument->name; argument++) {
		bool takes = argument->flags & ARGUMENT_VALUE;

		if (!(argument->flags & ARGUMENT_OPTION) || (name[len] &&
			!takes) || strncmp(argument->name, name, len) ||
			argument->name[len])
			continue;
		if (takes)
			*value = name[len] ? name + len + 1 : NULL;
		return argument;
	}
	return NULL;
}

/*
 * Reads the first line of the file or input that `from` ("@FILE" or "-") names.
 */
static bool read_secret(const char *from, const struct args_source *source,
	struct buf *secret, struct error *error)
{
	char *path = *from == '@' ? files_expand_home(from + 1) : NULL;
	bool ok;

	if (path)
		ok = files_read(path, SECRET_FILE_MAX, secret, error);
	else if (source->read_secret)
		ok = source->read_secret(secret, error);
	else
		ok = source->read_body(source->read_arg, secret, error);
	free(path);
	if (!ok)
		return false;
	if (!secret_first_line(secret, from, error))
		return false;
	if (secret->len)
		return true;
	return error_set(error, ERROR_FILE, "the first line of %s is "
		"empty", from);
}

/* "NEW" and "NEW:TYPE" request a new key, so they are not secret. */
static bool asks_for_key(const struct argument *argument, const char *word)
{
	return argument->type == ARGUMENT_ONION_KEY &&
		(text_equal_nocase(word, "NEW") ||
		span_starts_nocase(span_of(word), "NEW:"));
}

static bool bind_private(const struct argument *argument, const char *word,
	const struct args_source *source, char **value, struct error *error)
{
	struct buf secret = BUF_INIT_SECRET;
	bool ok = true;

	if (asks_for_key(argument, word))
		buf_add_string(&secret, word);
	else if (*word == '@' || !strcmp(word, "-"))
		ok = read_secret(word, source, &secret, error);
	else if (source->visible)
		ok = error_set(error, ERROR_USAGE, "refusing a secret on the "
			"command line, where other users can see it; put %s "
			"in a file and use @FILE, or use - to read it from "
			"standard input", argument->name);
	else
		buf_add_string(&secret, word);
	*value = ok ? argument_read(argument->type, buf_text(&secret), error) :
		NULL;
	buf_clear(&secret);
	return *value != NULL;
}

static bool bind_body(struct args *args, const char *word,
	const struct args_source *source, struct error *error)
{
	char *path;
	bool ok;

	if (!strcmp(word, "-"))
		return source->read_body(source->read_arg, &args->body,
			error);
	path = files_expand_home(word);
	ok = files_read(path, REQUEST_MAX, &args->body, error);
	free(path);
	return ok;
}

static bool bind_value(struct args *args, const struct argument *argument,
	const char *word, const struct args_source *source,
	struct error *error)
{
	struct strv *values =
		&args->values[argument - command_arguments(args->command)];
	char *value = NULL;

	if (values->len && !(argument->flags & ARGUMENT_REPEAT))
		return refuse_argument(args->command, error,
			"duplicate argument", argument);
	if (argument->flags & ARGUMENT_PRIVATE) {
		if (!bind_private(argument, word, source, &value, error))
			return false;
	} else if (argument->flags & ARGUMENT_BODY) {
		if (!bind_body(args, word, source, error))
			return false;
		value = alloc_string(word);
	} else if (!*word && argument->type != ARGUMENT_TEXT &&
		!((argument->type == ARGUMENT_SETTING ||
		argument->type == ARGUMENT_COMMAND) && values->len)) {
		return refuse_argument(args->command, error,
			"empty argument", argument);
	} else {
		value = argument_read(argument->type, word, error);
	}
	if (!value)
		return false;
	strv_take(values, value);
	return true;
}

static bool bind_option(struct args *args, const char *word,
	const struct args_source *source, struct error *error)
{
	const struct argument *option;
	const char *value;

	option = find_option(args->command, word, &value);
	if (!option)
		return refuse_option(args->command, source, error, word);
	if (value)
		return bind_value(args, option, value, source, error);
	args->open = option;
	return true;
}

const struct argument *args_next(const struct args *args, const char *word,
	bool options, const char **value)
{
	const struct argument *argument;
	bool wrong = false;

	*value = word;
	if (args->open)
		return args->open;
	if (options && !strncmp(word, "--", 2))
		return find_option(args->command, word, value);
	argument = options ? find_letter(args->command, word, &wrong) : NULL;
	if (argument || wrong)
		return argument;
	argument = find_keyword(args->command, word, value);
	return argument ? argument : next_positional(args, word);
}

static bool bind_word(struct args *args, const char *word, bool options,
	const struct args_source *source, struct error *error)
{
	const struct argument *argument = args->open;
	const char *value = word;
	bool wrong = false;

	args->open = NULL;
	if (argument)
		return bind_value(args, argument, word, source, error);
	if (options && !strncmp(word, "--", 2))
		return bind_option(args, word, source, error);
	if (options && !find_letter(args->command, word, &wrong) &&
		(wrong || is_misplaced(source, word)))
		return refuse_option(args->command, source, error, word);
	argument = args_next(args, word, options, &value);
	if (argument)
		return bind_value(args, argument, value, source, error);
	return refuse(args->command, error,
		alloc_print("unexpected argument \"%s\"", word));
}

static bool check_missing(const struct args *args, struct error *error)
{
	const struct argument *argument = command_arguments(args->command);

	if (args->open) {
		char *name = label(args->open);
		char *cause = alloc_print("%s requires an argument", name);

		free(name);
		return refuse(args->command, error, cause);
	}
	for (size_t i = 0; argument[i].name; i++)
		if (!(argument[i].flags & ARGUMENT_OPTIONAL) &&
			!args->values[i].len)
			return refuse_argument(args->command, error,
				"missing argument", &argument[i]);
	return true;
}

/*
 * Returns the command nested in the line (as in watch), once it has begun; the
 * rest of the line belongs to it.
 */
static const struct argument *begun_command(const struct args *args)
{
	const struct argument *argument = command_arguments(args->command);

	for (size_t i = 0; argument[i].name; i++)
		if (argument[i].type == ARGUMENT_COMMAND &&
			args->values[i].len)
			return &argument[i];
	return NULL;
}

bool args_bind(struct args *args, const struct command *command,
	const struct strv *words, const struct args_source *source,
	struct error *error)
{
	bool options = true;

	args->command = command;
	args->body.secret = true;
	for (size_t i = 0; i < words->len; i++) {
		/* --help wins over all other arguments. */
		if (!strcmp(words->items[i], "--help") &&
			(!(command->flags & COMMAND_REST) || words->len == 1)) {
			args->help = true;
			return true;
		}
	}
	for (size_t i = 0; i < words->len; i++) {
		const char *word = words->items[i];
		const struct argument *inner = begun_command(args);

		if (inner) {
			if (!bind_value(args, inner, word, source, error))
				return false;
			continue;
		}
		if (options && !args->open && !strcmp(word, "--") &&
			!(command->flags & COMMAND_REST)) {
			options = false;
			continue;
		}
		if (!bind_word(args, word, options &&
			!(command->flags & COMMAND_REST), source, error))
			return false;
	}
	return check_missing(args, error);
}

static size_t find_argument(const struct args *args, const char *name)
{
	const struct argument *argument = command_arguments(args->command);

	for (size_t i = 0; argument[i].name; i++)
		if (!strcmp(argument[i].name, name))
			return i;
	abort(); /* the handler asks for an argument not in its row */
}

const char *args_value(const struct args *args, const char *name)
{
	const struct strv *values = args_list(args, name);

	return values->len ? values->items[0] : NULL;
}

const struct strv *args_list(const struct args *args, const char *name)
{
	return &args->values[find_argument(args, name)];
}

int args_timeout(const struct args *args, const char *name, int otherwise)
{
	const char *value = args_value(args, name);
	int milliseconds;

	if (!value || !text_read_seconds(value, &milliseconds))
		return otherwise;
	return milliseconds ? milliseconds : -1;
}

struct table_choice args_table_choice(const struct args *args)
{
	return (struct table_choice){
		.columns = args_value(args, "columns"),
		.sort = args_value(args, "sort"),
		.limit = args_value(args, "limit"),
		.no_header = args_value(args, "no-header"),
		.vertical = args_value(args, "vertical"),
		.csv = args_value(args, "csv"),
	};
}

void args_clear(struct args *args)
{
	for (size_t i = 0; i < COMMAND_ARGUMENTS_MAX; i++) {
		struct strv *values = &args->values[i];

		for (size_t j = 0; j < values->len; j++)
			alloc_wipe(values->items[j], strlen(values->items[j]));
		strv_clear(values);
	}
	buf_clear(&args->body);
}
