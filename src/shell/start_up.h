/* The commands that the interactive shell runs before its first prompt. */
#ifndef SHELL_START_UP_H
#define SHELL_START_UP_H

#include "cmd/session.h"
#include "shell/options.h"
#include "util/error.h"

#include <stdbool.h>

/* False (ERROR_FILE) when the file that --rc names cannot be read. */
bool start_up_check(const struct options *options, struct error *error);

/*
 * Runs the file of --rc, else $XDG_CONFIG_HOME/torctl/torctlrc (else
 * ~/.config/torctl/torctlrc) if it is there, nothing with --no-rc. Its errors
 * are reported and do not end it.
 */
void start_up_run(struct session *session, const struct options *options);

#endif
