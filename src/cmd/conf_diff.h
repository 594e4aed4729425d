/* Differences between the running configuration and a file or the defaults. */
#ifndef CMD_CONF_DIFF_H
#define CMD_CONF_DIFF_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct call;

/* Runs "conf diff". Fails with ERROR_CHECK if there are differences. */
bool conf_diff(struct call *call, struct error *error);

/* Appends a configuration line for display: the sign first, secrets removed. */
void conf_diff_add_line(struct buf *to, char sign, struct span line);

#endif
