/* watch: runs a command repeatedly and redraws its output. */
#ifndef SHELL_WATCH_H
#define SHELL_WATCH_H

#include "util/error.h"

#include <stdbool.h>

struct call;

/*
 * For the row: runs the call's command until it fails, its output satisfies
 * --until, or it is interrupted.
 */
bool watch_run(struct call *call, struct error *error);

#endif
