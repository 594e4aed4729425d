/* circuit show: details of one circuit. */
#ifndef CMD_CIRCUIT_SHOW_H
#define CMD_CIRCUIT_SHOW_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>

/* Runs "circuit show". */
bool circuit_show_run(struct call *call, struct error *error);

#endif
