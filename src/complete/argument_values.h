/* Completion of argument values by type. */
#ifndef COMPLETE_ARGUMENT_VALUES_H
#define COMPLETE_ARGUMENT_VALUES_H

#include "complete/candidates.h"

/* Adds the known values of this argument. */
void argument_values_add(struct candidates *to,
	const struct argument *argument);

/*
 * Adds the next word of all listed commands whose names begin with the words
 * `before`: "", "wait".
 */
void argument_values_add_commands(struct candidates *to, const char *before);

/* Adds the names of the aliases. */
void argument_values_add_aliases(struct candidates *to);

/* Adds the schemes of control port addresses, and known addresses. */
void argument_values_add_targets(struct candidates *to);
void argument_values_add_addresses(struct candidates *to);

/*
 * Adds the protocol's verbs for a command that sends the rest of its line
 * unchanged, if a verb is expected. Returns false for any other command.
 */
bool argument_values_add_raw(struct candidates *to);

#endif
