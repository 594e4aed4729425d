/* How a Tor is, as a screen of text or as an object. */
#ifndef CMD_STATUS_SHOW_H
#define CMD_STATUS_SHOW_H

#include "api/status.h"
#include "cmd/card.h"

/* Fills the card with what applies to this Tor, its warnings at the end. */
void status_show(struct card *card, const struct status *status);

#endif
