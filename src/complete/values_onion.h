/* Completion of addresses of this Tor's onion services. */
#ifndef COMPLETE_VALUES_ONION_H
#define COMPLETE_VALUES_ONION_H

#include "complete/candidates.h"

/*
 * Adds services created by commands, and those in torrc whose files are
 * readable.
 */
void values_onion_add(struct candidates *to);

/* Adds the addresses that the command accepts, for an address argument. */
void values_onion_add_argument(struct candidates *to,
	const struct argument *argument);

#endif
