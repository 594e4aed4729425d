/* Completion of argument values by type. */
#ifndef COMPLETE_VALUES_H
#define COMPLETE_VALUES_H

#include "complete/candidates.h"

/* Adds the known values of this argument. */
void values_add(struct candidates *to, const struct argument *argument);

/*
 * Adds the next word of all listed commands whose names begin with the words
 * `before`: "", "wait".
 */
void values_add_commands(struct candidates *to, const char *before);

/* Adds the usual control ports, and the kinds of addresses. */
void values_add_servers(struct candidates *to);

/*
 * Adds the protocol's verbs for a command that sends the rest of its line
 * unchanged, if a verb is expected. Returns false for any other command.
 */
bool values_add_raw(struct candidates *to);

#endif
