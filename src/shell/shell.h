/* The interactive shell: a prompt with events above it. */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include "cmd/session.h"
#include "line/options.h"

#include <stdbool.h>

/*
 * Runs the shell on the terminal until the user leaves. Returns the exit
 * status. If a signal ended it, sets `*ending_signal`, to be raised after all
 * clean-up.
 */
int shell_run(struct session *session, struct options *options,
	int *ending_signal);

#endif
