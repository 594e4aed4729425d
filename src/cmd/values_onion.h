/* Completion of addresses of this Tor's onion services. */
#ifndef CMD_VALUES_ONION_H
#define CMD_VALUES_ONION_H

#include "cmd/candidates.h"

/*
 * Adds services created by commands, and those in torrc whose files are
 * readable.
 */
void values_onion_add(struct candidates *to);

/* Adds the addresses that the command accepts, for an address argument. */
void values_onion_add_argument(struct candidates *to,
	const struct argument *argument);

#endif
