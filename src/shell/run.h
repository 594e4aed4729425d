/* Execution of one line: its command, its redirection, or a shell command. */
#ifndef SHELL_RUN_H
#define SHELL_RUN_H

#include "cmd/session.h"
#include "shell/parse.h"
#include "util/error.h"

#include <stdbool.h>

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

#endif
