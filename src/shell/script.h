/* Scripts: commands from files, standard input and -c, run line by line. */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include "cmd/session.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Runs the lines of the file at `path` ("-": standard input). `*status` is the
 * exit status of the first failure so far, or 0. The script ends at a failure
 * unless `keep_going`, and always at a line longer than REQUEST_MAX
 * (proto/request.h). Returns false if nothing more may run: after a failure
 * that ends the script, or when a command has ended the session.
 */
bool script_run_file(struct session *session, const char *path,
	bool keep_going, int *status);

/* Does the same for lines in memory, called `name` in errors. */
bool script_run_lines(struct session *session, const struct strv *lines,
	const char *name, bool keep_going, int *status);

/*
 * Ends the scripts of a run: prints the events that Tor sent before. `*status`
 * is as above.
 */
void script_end(struct session *session, int *status);

/*
 * Returns whether Ctrl-C was pressed since the user's line began: a script ends
 * after the line during which it was pressed. Never waits.
 */
bool script_is_interrupted(const struct session *session);

/* For args_source: reads all of standard input. `arg` is not used. */
bool script_read_stdin(void *arg, struct buf *to, struct error *error);

/* Checks that the file can be read as lines; ERROR_FILE. */
bool script_check_file(const char *path, struct error *error);

#endif
