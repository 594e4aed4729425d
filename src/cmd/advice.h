/* What an error's text leaves to the program: which option or command helps. */
#ifndef CMD_ADVICE_H
#define CMD_ADVICE_H

#include "util/error.h"

/*
 * Words to put right behind the text of `error`, of the form " (--cookie FILE)",
 * ": give …" or a line of its own; "" when there is nothing to say. `command` is
 * the name of the command that failed, or NULL.
 */
const char *advice_of(const struct error *error, const char *command);

/* Makes them a part of its text, before more is put behind that. */
void advice_add(struct error *error, const char *command);

#endif
