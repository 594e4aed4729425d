/* An overview of Tor as text or as a JSON object. */
#ifndef COMMANDS_STATUS_SHOW_H
#define COMMANDS_STATUS_SHOW_H

#include "out/details.h"
#include "tor/status.h"

/* Fills the details with what applies to this Tor; warnings come last. */
void status_show(struct details *details, const struct status *status);

#endif
