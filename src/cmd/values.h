/* The values that an argument may have, by its type, for Tab. */
#ifndef CMD_VALUES_H
#define CMD_VALUES_H

#include "cmd/candidates.h"

/* Adds the values of this argument, as far as any are known. */
void values_add(struct candidates *to, const struct argument *argument);

/*
 * Adds the next word of the names of all listed commands that begin with the
 * words `before`: "", "wait".
 */
void values_add_commands(struct candidates *to, const char *before);

/*
 * For a command that hands the rest of its line to Tor as it is: the verbs of
 * the protocol where one is expected. False for every other command.
 */
bool values_add_raw(struct candidates *to);

#endif
