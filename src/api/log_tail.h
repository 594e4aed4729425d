/* The last that a tor wrote to its log: warnings, if there are any. */
#ifndef API_LOG_TAIL_H
#define API_LOG_TAIL_H

#include "util/error.h"

/*
 * Puts behind `error`'s text what the log at `path` says last: its last lines
 * of level warn and err, or its last lines at all, without their times. They
 * were written by tor and by whoever it quotes: they are not escaped here.
 */
void log_tail_append(const char *path, struct error *error);

#endif
