/* An overview of Tor as text or as a JSON object. */
#ifndef COMMANDS_STATUS_SHOW_H
#define COMMANDS_STATUS_SHOW_H

#include "out/card.h"
#include "tor/status.h"

/* Fills the card with what applies to this Tor; warnings come last. */
void status_show(struct card *card, const struct status *status);

#endif
