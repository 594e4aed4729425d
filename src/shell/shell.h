/* The interactive shell: a prompt with events above it. */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include "cmd/session.h"
#include "line/options.h"
#include "shell/shell_state.h"

#include <stdbool.h>

/*
 * Runs the shell on the terminal until the user leaves. Returns the exit
 * status. If a signal ended it, sets `*ending_signal`, to be raised after all
 * clean-up.
 */
int shell_run(struct session *session, struct options *options,
	int *ending_signal);

/* Prints a line of our own, above the prompt if it is up. */
__attribute__((format(printf, 2, 3)))
void shell_say(struct shell *shell, const char *format, ...);

/*
 * Asks the user for a line at another prompt; events still appear above it.
 * Returns the line, which is the caller's, or NULL on Ctrl-C, Ctrl-D or a
 * signal that ends the shell.
 */
char *shell_ask(struct shell *shell, const char *prompt);

/* Takes all events that have arrived and updates the known state of Tor. */
void shell_take_events(struct shell *shell);

#endif
