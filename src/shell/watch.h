/* watch: a command run again and again, on a screen that is redrawn. */
#ifndef SHELL_WATCH_H
#define SHELL_WATCH_H

#include "util/error.h"

#include <stdbool.h>

struct call;

/*
 * For the row: runs the command of the call until it fails, until its output is
 * what --until says, or until interrupted.
 */
bool watch_run(struct call *call, struct error *error);

#endif
