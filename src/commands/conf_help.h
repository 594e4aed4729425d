/* Help on one option of the configuration. */
#ifndef COMMANDS_CONF_HELP_H
#define COMMANDS_CONF_HELP_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

struct call;
struct connection;

/*
 * Shows the type, default and current value of the option called `name` (or an
 * unambiguous prefix), and its description in tor's manual. `connection` NULL:
 * without the values, which only Tor knows.
 */
bool conf_help(struct call *call, struct connection *connection, const char *name,
	struct error *error);

/*
 * Appends the description of `option` in the formatted manual `page`: the lines
 * that name it and the indented text below. Returns false if there is none.
 */
bool conf_help_find(struct span page, const char *option, struct buf *to);

#endif
