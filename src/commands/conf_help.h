/* Help on one option of the configuration. */
#ifndef COMMANDS_CONF_HELP_H
#define COMMANDS_CONF_HELP_H

#include "util/error.h"

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

#endif
