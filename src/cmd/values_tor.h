/* Values that only the running Tor knows: keys, options, circuits, relays. */
#ifndef CMD_VALUES_TOR_H
#define CMD_VALUES_TOR_H

#include "cmd/candidates.h"

/*
 * GETINFO keys with Tor's own text. `deep`: behind the name of a family, such
 * as ns/id/, what may stand there.
 */
void values_tor_keys(struct candidates *to, bool deep);

/* One for each type of argument, see cmd/values.c. */
void values_tor_add_keys(struct candidates *to,
	const struct argument *argument);
void values_tor_add_options(struct candidates *to,
	const struct argument *argument);
void values_tor_add_settings(struct candidates *to,
	const struct argument *argument);
void values_tor_add_services(struct candidates *to,
	const struct argument *argument);
void values_tor_add_circuits(struct candidates *to,
	const struct argument *argument);
void values_tor_add_streams(struct candidates *to,
	const struct argument *argument);
void values_tor_add_relays(struct candidates *to,
	const struct argument *argument);
void values_tor_add_path(struct candidates *to,
	const struct argument *argument);

#endif
