/* The words of one command line, bound to the arguments of its row. */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include "cmd/command.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Where texts and secrets come from that are not on the command line. */
struct args_source {
	/* The words are in argv, where every user of the machine sees them. */
	bool visible;
	/* Reads the text meant by "-". */
	bool (*read_body)(void *arg, struct buf *to, struct error *error);
	void *read_arg;
	/* Reads the secret meant by "-"; NULL: as a text is read. */
	bool (*read_secret)(struct buf *to, struct error *error);
	bool stdin_taken; /* the lines come from there: it is no command's */
	/* Whether a word is an option of torctl itself; NULL: none is. */
	bool (*is_own_option)(const char *word);
};

/* Starts all zero, ends with args_clear(), which wipes it. */
struct args {
	const struct command *command;
	struct strv values[COMMAND_ARGUMENTS_MAX];
	struct buf body;
	const struct argument *open; /* an option whose value comes next */
	bool help; /* "--help" was among the words */
};

/*
 * Checks and binds `words` (without the command's name). False: ERROR_USAGE
 * with the command's usage in it, or ERROR_FILE for a file that is named.
 * Nothing was sent anywhere then.
 */
bool args_bind(struct args *args, const struct command *command,
	const struct strv *words, const struct args_source *source,
	struct error *error);

/*
 * The argument that takes `word` behind what is in `args->values`, and what of
 * the word is its value; NULL when none does. `options`: "--" before the word
 * has not ended them. `*value` is NULL for an option whose value is the word
 * after it: the caller makes it `args->open`, and ends that with the next word.
 */
const struct argument *args_next(const struct args *args, const char *word,
	bool options, const char **value);

/* The (first) value of the argument of that name, or NULL. */
const char *args_value(const struct args *args, const char *name);

/* All values of the argument of that name. */
const struct strv *args_list(const struct args *args, const char *name);

/*
 * The milliseconds that an argument of type ARGUMENT_SECONDS says, negative for
 * never; `otherwise` when it is not given.
 */
int args_timeout(const struct args *args, const char *name, int otherwise);

void args_clear(struct args *args);

#endif
