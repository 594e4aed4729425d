/* The running configuration in the user's editor, and back to Tor. */
#ifndef CMD_CONF_EDIT_H
#define CMD_CONF_EDIT_H

#include "util/error.h"

#include <stdbool.h>

struct call;

/* conf edit. However it ends, no text that was edited is lost. */
bool conf_edit(struct call *call, struct error *error);

#endif
