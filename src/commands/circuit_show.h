/* circuit show: details of one circuit. */
#ifndef COMMANDS_CIRCUIT_SHOW_H
#define COMMANDS_CIRCUIT_SHOW_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>

/* Runs "circuit show". */
bool circuit_show_run(struct call *call, struct error *error);

#endif
