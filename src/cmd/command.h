/* The table rows that declare the commands. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "cmd/argument.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct call;
struct table_column;

typedef void command_add(void *arg, const char *value, const char *help);

/* The most that a row may have. */
enum { COMMAND_ARGUMENTS_MAX = 16 };

enum command_flag {
	COMMAND_OFFLINE = 1,  /* needs no connection (verbs: at the prompt) */
	COMMAND_SECRET = 2,   /* its line is never saved in a history */
	COMMAND_REST = 4,     /* takes the rest of its line unchanged */
	COMMAND_LONG = 8,     /* runs until interrupted */
	/*
	 * Only asks Tor: its verb, or the lines of `wire` without "*", can be
	 * sent ahead of its turn.
	 */
	COMMAND_ASKS = 16,
	COMMAND_PROMPT = 32,  /* only at the prompt */
	COMMAND_HIDDEN = 64,  /* internal: not listed in help */
	COMMAND_FAMILY = 128, /* only a prefix of other names */
	COMMAND_MAKES = 256,  /* sets $_ for the following lines */
	COMMAND_EACH = 512,   /* OFFLINE, but runs on each of several Tors */
	COMMAND_ONE = 1024,   /* does not run on several Tors at once */
	COMMAND_STREAMS = 2048, /* goes on when a Tor that was lost is back */
};

enum command_group {
	COMMAND_ASK,
	COMMAND_CONFIGURE,
	COMMAND_CIRCUITS,
	COMMAND_ADDRESSES,
	COMMAND_ONIONS,
	COMMAND_CONTROL,
	COMMAND_TORCTL,
	COMMAND_GROUPS,
};

/*
 * Lists of a row, each entry followed by a comma. They are pointers instead of
 * arrays with room for the longest, because the dynamic linker writes to every
 * page of the rows.
 */
#define ARGUMENTS(...) (const struct argument[]){ __VA_ARGS__ { 0 } }
#define ERRORS(...) (const struct command_error[]){ __VA_ARGS__ { 0 } }
#define VALUES(...) (const struct command_value[]){ __VA_ARGS__ { 0 } }

/* One of the errors that a command's help lists. */
struct command_error {
	const char *code; /* Tor's reply code, or a name */
	const char *text; /* a clause without a full stop */
};

/*
 * A value that Tab offers for an argument, in addition to those of its type. A
 * value that ends with ":" is completed further; one that begins with "," is
 * appended to a value.
 */
struct command_value {
	const char *argument; /* its name */
	const char *value;
	const char *help;     /* or NULL */
};

/*
 * A name may have several words ("wait circuit"). Then there is also a row for
 * the name without the last word ("wait"): a command of its own, or a family,
 * which only describes what its subcommands share.
 *
 * Usage, arity and type errors, help, completion, the manual's list and the
 * rules of the history are all derived from the row.
 */
struct command {
	const char *name;
	enum command_group group;
	const char *summary;    /* what it does, in a few words */
	const char *verb;       /* the protocol's keyword, or NULL */
	const struct argument *arguments; /* ARGUMENTS(…); NULL: none */
	unsigned flags;
	/*
	 * For a command that prints a table (its arguments end with
	 * TABLE_OPTIONS): all columns; the last row has no name.
	 */
	const struct table_column *columns;
	const char *rows;       /* what they are, for an empty table */
	/*
	 * Runs the command: fills `call->result`, or returns false with the
	 * error. NULL: sends the verb with the arguments in the row's order and
	 * shows the reply.
	 */
	bool (*run)(struct call *call, struct error *error);
	/*
	 * The lines that it may send besides the verb's (see help_wire()), each
	 * ended by LF. "*" stands for anything. A GETINFO or GETCONF has one
	 * key, even if the command sends several at once.
	 */
	const char *wire;
	/*
	 * The risk. At the prompt the user is asked first, unless `endangers`
	 * says that this call is harmless.
	 */
	const char *danger;
	bool (*endangers)(const struct call *call);
	/*
	 * The command to run instead for the text of several Tors, if it takes
	 * the arguments; or NULL.
	 */
	const struct command *many;
	const char *example;    /* one line as typed in a shell */
	const char *replies;    /* notes, in whole sentences; or NULL */
	const struct command_error *errors; /* ERRORS(…); NULL: none */
	const struct command_value *values; /* VALUES(…); NULL: none */
	/*
	 * Does the same for values that no row can list: calls `add` for each
	 * (`help` may be NULL). `words` are those typed after the command and
	 * before the argument. NULL: none.
	 */
	void (*add_values)(const struct argument *argument,
		const struct strv *words, command_add *add, void *arg);
};

/* Return the lists, which end with an entry without a name or code. */
const struct argument *command_arguments(const struct command *command);
const struct command_error *command_errors(const struct command *command);

/*
 * Names the families of commands, each an array that ends with an empty row, in
 * the order in which help lists them. They must outlive everything else.
 */
void command_register(const struct command *const *families, size_t len);

/* Returns the families as registered. */
extern const struct command *const *command_families;
extern size_t command_families_len;

/* Calls `visit` for each row, in the order of the help pages. */
void command_each(void (*visit)(void *arg, const struct command *command),
	void *arg);

/*
 * Finds a command by its full name; case-insensitive, "-" and "_" are equal.
 * Returns NULL with ERROR_USAGE, which may suggest a name.
 */
const struct command *command_find(const char *name, struct error *error);

/*
 * Finds the command with the longest name that begins at `words[from]`; `*used`
 * is the number of words in the name. `shortened` (at a prompt): an unambiguous
 * prefix is enough, except where an argument could stand; if it is ambiguous,
 * the error lists the names. The command may be a family.
 */
const struct command *command_find_words(const struct strv *words,
	size_t from, bool shortened, size_t *used, struct error *error);

/*
 * Finds the command to run for `words`, without short names. A family is an
 * error with the usage of its subcommands, unless --help is given.
 */
const struct command *command_find_call(const struct strv *words,
	size_t *used, struct error *error);

/*
 * Calls `visit` (may be NULL) for each row whose name is `name` ("": none) and
 * one more word, which is passed too. Returns true if there is any.
 */
bool command_each_below(const char *name, void (*visit)(void *arg,
	const struct command *command, const char *word), void *arg);

/*
 * Returns true if `name`, which is not a command, may stand for one whose line
 * holds a secret: as a prefix, a typing error, or its first word.
 */
bool command_may_be_secret(const char *name);

/* Returns the heading in help and manual: "Configuration", … */
const char *command_group_name(enum command_group group);

/*
 * Returns the command with its arguments, such as "getinfo KEY…"; the caller's.
 */
char *command_usage(const struct command *command);

/* Appends one argument as in the usage: " KEY…", " [--wait]". */
void command_add_argument(struct buf *usage, const struct argument *argument);

bool command_has_body(const struct command *command);

#endif
