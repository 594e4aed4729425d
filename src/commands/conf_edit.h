/* Editing of the running configuration in the user's editor. */
#ifndef COMMANDS_CONF_EDIT_H
#define COMMANDS_CONF_EDIT_H

#include "util/error.h"

#include <stdbool.h>

struct call;

/* Runs "conf edit". Edited text is never lost, even on failure. */
bool conf_edit(struct call *call, struct error *error);

#endif
