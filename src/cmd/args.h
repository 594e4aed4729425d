/* The arguments of one command line, bound to the command's row. */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include "cmd/command.h"
#include "out/table.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Options of every command that prints a table. */
#define TABLE_OPTIONS \
	{ "columns", ARGUMENT_COLUMN, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "show these columns, in this order", \
		"NAME,…" }, \
	{ "sort", ARGUMENT_COLUMN, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "sort by this column; -NAME for " \
		"descending order", "NAME" }, \
	{ "limit", ARGUMENT_NUMBER, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "show at most N rows; 0: all" }, \
	{ "no-header", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"omit the heading" }, \
	{ "vertical", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"show each row as lines of NAME and value" }, \
	{ "csv", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"write comma-separated values, with ages in seconds" }

/* Sources of texts and secrets that are not on the command line. */
struct args_source {
	/* The words are in argv, visible to every user of the machine. */
	bool visible;
	/* Reads the text that "-" stands for. */
	bool (*read_body)(void *arg, struct buf *to, struct error *error);
	void *read_arg;
	/* Reads the secret that "-" stands for; NULL: use read_body. */
	bool (*read_secret)(struct buf *to, struct error *error);
	/*
	 * The part of the script on standard input that was read, for
	 * shell/script.c. NULL if there is none, so that commands may read
	 * standard input.
	 */
	struct script_input *stdin_script;
	/*
	 * Returns whether a word is an option of torctl itself. NULL: none is.
	 */
	bool (*is_own_option)(const char *word);
};

/* Zero-initialize; args_clear() frees and wipes it. */
struct args {
	const struct command *command;
	struct strv values[COMMAND_ARGUMENTS_MAX];
	struct buf body;
	const struct argument *open; /* option that awaits its value */
	bool help; /* --help was given */
};

/*
 * Checks and binds `words` (without the command's name). Returns false with
 * ERROR_USAGE and the command's usage, or with ERROR_FILE for a named file;
 * nothing has been sent then.
 */
bool args_bind(struct args *args, const struct command *command,
	const struct strv *words, const struct args_source *source,
	struct error *error);

/*
 * Returns the argument that accepts `word` after those in `args->values`, or
 * NULL. `options`: no "--" precedes the word. `*value` is the part of the word
 * that is the value. It is NULL for an option whose value is the next word: the
 * caller then sets `args->open` to the option, and clears it after that word.
 */
const struct argument *args_next(const struct args *args, const char *word,
	bool options, const char **value);

/* Returns the (first) value of the named argument, or NULL. */
const char *args_value(const struct args *args, const char *name);

/* Returns all values of the named argument. */
const struct strv *args_list(const struct args *args, const char *name);

/*
 * Returns the value of an argument of type ARGUMENT_SECONDS in milliseconds,
 * negative for never, or `otherwise` if it is not given.
 */
int args_timeout(const struct args *args, const char *name, int otherwise);

/* Returns the values of TABLE_OPTIONS. */
struct table_choice args_table_choice(const struct args *args);

void args_clear(struct args *args);

#endif
