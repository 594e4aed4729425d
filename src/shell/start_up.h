/* The start-up commands that run before the first prompt. */
#ifndef SHELL_START_UP_H
#define SHELL_START_UP_H

#include "cmd/session.h"
#include "line/options.h"
#include "util/error.h"

#include <stdbool.h>

/* Returns false (ERROR_FILE) if the file given to --rc cannot be read. */
bool start_up_check(const struct options *options, struct error *error);

/*
 * Runs the file given to --rc, else $XDG_CONFIG_HOME/torctl/torctlrc (else
 * ~/.config/torctl/torctlrc) if it exists; with --no-rc runs nothing. Reports
 * errors and continues.
 */
void start_up_run(struct session *session, const struct options *options);

#endif
