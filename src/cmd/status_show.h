/* An overview of Tor as text or as a JSON object. */
#ifndef CMD_STATUS_SHOW_H
#define CMD_STATUS_SHOW_H

#include "api/status.h"
#include "cmd/card.h"

/* Fills the card with what applies to this Tor; warnings come last. */
void status_show(struct card *card, const struct status *status);

#endif
