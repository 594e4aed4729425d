/* Addresses of onion services that this Tor runs, for Tab. */
#ifndef CMD_VALUES_ONION_H
#define CMD_VALUES_ONION_H

#include "cmd/candidates.h"

/* Those of commands, and those of torrc where their files can be read. */
void values_onion_add(struct candidates *to);

/* For an argument that is an address: those that the command can be about. */
void values_onion_add_argument(struct candidates *to,
	const struct argument *argument);

#endif
