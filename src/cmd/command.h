/* The row that declares a command: the only place where one is declared. */
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

typedef void command_add(void *arg, const char *value,
	const char *description);

enum { COMMAND_ARGUMENTS_MAX = 12, COMMAND_ERRORS_MAX = 8 };

enum command_flag {
	COMMAND_OFFLINE = 1,  /* needs no connection (a verb: at the prompt) */
	COMMAND_SECRET = 2,   /* its line is never kept in a history */
	COMMAND_REST = 4,     /* takes the rest of its line as it was typed */
	COMMAND_LONG = 8,     /* runs until it is interrupted */
	COMMAND_PROMPT = 32,  /* only at the prompt */
	COMMAND_HIDDEN = 64,  /* for programs: in no list of commands */
	COMMAND_FAMILY = 128, /* a name that others begin with, nothing more */
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

/* One of the errors that a command's help lists. */
struct command_error {
	const char *code; /* Tor's reply code, or a name */
	const char *text; /* a clause without a full stop */
};

/*
 * A name may have blanks in it ("wait circuit"). Then there is a row also for
 * what stands before the last of them ("wait"): a command of its own, or a
 * family, which only says what its commands have in common.
 *
 * Usage, arity and type errors, help, completion, the man page's list and what
 * history may keep are all derived from the row.
 */
struct command {
	const char *name;
	enum command_group group;
	const char *summary;    /* what it does, in a few words */
	const char *verb;       /* the keyword on the wire, or NULL */
	struct argument arguments[COMMAND_ARGUMENTS_MAX + 1];
	unsigned flags;
	/*
	 * Of a command that yields a table (its arguments end with
	 * TABLE_OPTIONS): all its columns, ended by one without a name.
	 */
	const struct table_column *columns;
	/*
	 * Performs it: fills `call->result`, or returns false with the error.
	 * NULL: send the verb with the arguments in the row's order and show
	 * the reply.
	 */
	bool (*run)(struct call *call, struct error *error);
	/*
	 * What may be regretted: a person at the prompt is asked first, unless
	 * `endangers` is there and says that this call is harmless.
	 */
	const char *danger;
	bool (*endangers)(const struct call *call);
	const char *example;    /* one line as typed in a shell */
	const char *replies;    /* what to expect, and further advice; or NULL */
	/* Ends with one without a code. */
	struct command_error errors[COMMAND_ERRORS_MAX + 1];
	/*
	 * Offers values of an argument to Tab, beside those of its type, by
	 * calling `add` (`description` may be NULL); `words` are those typed
	 * behind the command before this one. More is to follow a value that
	 * ends with ":"; one that begins with "," is for behind a value. NULL:
	 * there are none to offer.
	 */
	void (*values)(const struct argument *argument,
		const struct strv *words, command_add *add, void *arg);
};

/* All commands; ends with a row whose name is NULL. */
extern const struct command *const command_families[];
extern const size_t command_families_len;

/* Calls `visit` for each row, in the order of the groups' pages. */
void command_each(void (*visit)(void *arg, const struct command *command),
	void *arg);

/*
 * Finds a command by its whole name, letter case and "-" or "_" aside. NULL
 * with ERROR_USAGE, which suggests what may have been meant.
 */
const struct command *command_find(const char *name, struct error *error);

/*
 * Finds the command with the longest name that the words from `from` on begin
 * with; `*used` of them are the name. `shortened`, for a prompt: the beginning
 * of one name only is enough, save where an argument could stand; when it is
 * the beginning of several, the error names them. The command may be a family.
 */
const struct command *command_find_words(const struct strv *words,
	size_t from, bool shortened, size_t *used, struct error *error);

/*
 * What running `words` means: the same in full, but a family is refused with
 * the usages of its commands, unless --help asks for them.
 */
const struct command *command_find_call(const struct strv *words,
	size_t *used, struct error *error);

/*
 * Calls `visit` (may be NULL) for each row whose name is `name` ("": none) and
 * one word more, which it is given too. Whether there is any.
 */
bool command_each_below(const char *name, void (*visit)(void *arg,
	const struct command *command, const char *word), void *arg);

/*
 * Whether the word `name`, which names no command, may have been meant for one
 * whose line holds a secret: unfinished, mistyped, or only its first word.
 */
bool command_may_be_secret(const char *name);

/* Offers all names as what may have been meant (text_suggest()). */
void command_suggest(const char *wrong, const char **best, size_t *distance);

/* "Asking Tor", "Configuration", …: the headings of help and manual. */
const char *command_group_name(enum command_group group);

/* "getinfo KEY…": the command with its arguments; the caller's. */
char *command_usage(const struct command *command);

/* Adds one argument as it stands there: " KEY…", " [--wait]". */
void command_add_argument(struct buf *usage, const struct argument *argument);

bool command_has_body(const struct command *command);

/* The families, each an array that ends with an empty row. */
extern const struct command commands_info[];
extern const struct command commands_protocolinfo[];
extern const struct command commands_watch[]; /* in cmd/cmd_bandwidth.c */
extern const struct command commands_conf[];
extern const struct command commands_configure[];
extern const struct command commands_circuits[];
extern const struct command commands_tables[];
extern const struct command commands_circuit[];
extern const struct command commands_lists[];
extern const struct command commands_status[];
extern const struct command commands_relays[];
extern const struct command commands_relay[];
extern const struct command commands_stream[];
extern const struct command commands_addresses[];
extern const struct command commands_mapaddress[];
extern const struct command commands_tunnel[];
extern const struct command commands_onions[];
extern const struct command commands_onion[];
extern const struct command commands_onion_auth[];
extern const struct command commands_control[];
extern const struct command commands_bootstrap[];
extern const struct command commands_wait[];
extern const struct command commands_newnym[];
extern const struct command commands_torctl[];
extern const struct command commands_complete[]; /* in shell/completion.c */
extern const struct command commands_shell[]; /* in shell/builtin.c */

#endif
