/* Execution of one line: its command, its redirection, or a shell command. */
#ifndef SHELL_RUN_H
#define SHELL_RUN_H

#include "cmd/session.h"
#include "line/parse.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Runs the command at the start of `words`, with the rest as its arguments.
 * Commands that take the rest of their line unchanged use `rest` (NULL: the
 * words joined by blanks). Renders the result to `session->output` and flushes
 * it; except on a terminal, this is left to the next line of a script if that
 * prints at once. `*command` is the row, NULL for an unknown name.
 */
bool run_words(struct session *session, const struct strv *words,
	const char *rest, const struct command **command,
	struct error *error);

/*
 * Runs the command with its arguments for the session's Tor, and leaves the
 * result in `call`. Sets `call->command` to NULL if connecting fails, which is
 * not the command's error.
 */
bool run_call(struct call *call, struct error *error);

/*
 * Returns whether the command may take or print a secret: by its row, or
 * because one of the words is an option whose value is secret.
 */
bool run_is_secret(const struct command *command, const struct strv *words);

/*
 * Sends the command's questions ahead of its turn, `step`: see ahead_send().
 * Returns false if it does more than ask, or if answers may be large.
 */
bool run_ahead(struct session *session, const struct strv *words,
	unsigned long step);

/* For parse_line(): returns whether a command takes the rest of its line. */
bool run_takes_rest(const char *word);

/*
 * Runs a parsed line. Sets `*command` to the row of its command, if any, for
 * the text of the error.
 */
bool run_line(struct session *session, const struct parse *parse,
	const struct command **command, struct error *error);

/*
 * Runs sh -c `text` with `input` as its standard input; its exit status is
 * ignored. Returns false if there is no such program.
 */
bool run_filter(const char *text, struct span input, struct error *error);

/*
 * Adds to an error in a line of words such as "&&" that a line has one command.
 */
void run_look_for_separators(const struct strv *words, struct error *error);

#endif
