/* What there is to know of one option. */
#ifndef CMD_CONF_HELP_H
#define CMD_CONF_HELP_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct call;

/* conf help OPTION: type, default, value now, and tor's manual. */
bool conf_help(struct call *call, struct error *error);

/*
 * Appends what the formatted manual `page` says of `option`: the lines that
 * name it and what is indented below them. False when it says nothing.
 */
bool conf_help_find(struct span page, const char *option, struct buf *to);

#endif
