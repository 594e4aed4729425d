/* onion add: create, publish and keep an onion service. */
#ifndef COMMANDS_ONION_ADD_H
#define COMMANDS_ONION_ADD_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>

/* Implements command.run, see cmd/command.h. */
bool onion_add_run(struct call *call, struct error *error);

#endif
