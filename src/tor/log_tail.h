/* The end of tor's log: its warnings, if there are any. */
#ifndef TOR_LOG_TAIL_H
#define TOR_LOG_TAIL_H

#include "util/error.h"

/*
 * Appends the last warn and err lines of the log at `path` to `error`, or its
 * last lines if there are none, without timestamps. The text is not escaped; it
 * comes from tor and from peers that tor quotes.
 */
void log_tail_append(const char *path, struct error *error);

#endif
