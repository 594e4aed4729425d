/* The user's shell commands, run by sh. */
#ifndef CMD_SH_H
#define CMD_SH_H

#include "util/error.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/* Returns whether a variable is set to a command: neither unset nor blank. */
bool sh_is_command(const char *value);

/*
 * Starts sh -c `command` with `argument` as $1, or without one if it is NULL.
 * Its standard input is `input`; -1: ours if that is a terminal, else
 * /dev/null, since ours may be the script being read. Its standard output is
 * `output`; -1: ours. `defaults` are the signals that it does not ignore even if
 * we do. Its core limit is the one that we were started with. Returns -1 and
 * sets the error (ERROR_FILE) on failure.
 */
pid_t sh_start(const char *command, const char *argument, int input,
	int output, const sigset_t *defaults, struct error *error);

#endif
