/* onion add: an onion service, made, published and kept. */
#ifndef CMD_ONION_ADD_H
#define CMD_ONION_ADD_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>

/* A command's run: see cmd/command.h. */
bool onion_add_run(struct call *call, struct error *error);

#endif
