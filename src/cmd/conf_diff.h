/* What of the running configuration is not so in a file, or by default. */
#ifndef CMD_CONF_DIFF_H
#define CMD_CONF_DIFF_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct call;

/* conf diff [FILE] [--defaults]. ERROR_CHECK when they are different. */
bool conf_diff(struct call *call, struct error *error);

/*
 * Appends a line of a configuration for somebody to look at: a sign in front,
 * secrets left out.
 */
void conf_diff_add_line(struct buf *to, char sign, struct span line);

#endif
