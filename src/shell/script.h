/* Commands from files, standard input and -c, one line after the other. */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include "cmd/session.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Runs the lines of the file at `path` ("-": standard input). `*status` is the
 * exit status of the first failure so far, 0 while there is none; at a failure
 * the script ends unless `keep_going`, and always at a line that is longer than
 * REQUEST_MAX (proto/request.h). False when nothing more may follow:
 * after a failure, or when a command has ended the session.
 */
bool script_run_file(struct session *session, const char *path,
	bool keep_going, int *status);

/* The same for lines that are there already, named `name` in errors. */
bool script_run_lines(struct session *session, const struct strv *lines,
	const char *name, bool keep_going, int *status);

/*
 * Whether Ctrl-C has come since the user's line was begun: a script ends with
 * the line at which it came. Never waits.
 */
bool script_is_interrupted(const struct session *session);

/* For args_source: all of standard input. `arg` is not used. */
bool script_read_stdin(void *arg, struct buf *to, struct error *error);

/* Whether the file can be read as lines; ERROR_FILE. */
bool script_check_file(const char *path, struct error *error);

#endif
