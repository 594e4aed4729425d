/*
 * Completion of values from the running Tor: keys, options, circuits, relays.
 */
#ifndef COMPLETE_TOR_VALUES_H
#define COMPLETE_TOR_VALUES_H

#include "complete/candidates.h"

/*
 * Adds GETINFO keys with Tor's descriptions. `deep`: also adds the members of a
 * typed family such as ns/id/.
 */
void tor_values_keys(struct candidates *to, bool deep);

/* Adds the current value of an option, and others if its type has few. */
void tor_values_add_values(struct candidates *to, const char *name);

/* One function for each argument type, see complete/argument_values.c. */
void tor_values_add_keys(struct candidates *to,
	const struct argument *argument);
void tor_values_add_options(struct candidates *to,
	const struct argument *argument);
void tor_values_add_settings(struct candidates *to,
	const struct argument *argument);
void tor_values_add_services(struct candidates *to,
	const struct argument *argument);
/* This Tor's services; those in torrc whose files are readable. */
void tor_values_add_onions(struct candidates *to,
	const struct argument *argument);
/* Only those that commands have created. */
void tor_values_add_own_onions(struct candidates *to,
	const struct argument *argument);
/* The services for which Tor holds a client's key, with its name. */
void tor_values_add_keyed_onions(struct candidates *to,
	const struct argument *argument);
void tor_values_add_circuits(struct candidates *to,
	const struct argument *argument);
void tor_values_add_streams(struct candidates *to,
	const struct argument *argument);
void tor_values_add_relays(struct candidates *to,
	const struct argument *argument);
void tor_values_add_path(struct candidates *to,
	const struct argument *argument);

#endif
