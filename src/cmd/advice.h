/* Remedies that name torctl's options and commands, added to library errors. */
#ifndef CMD_ADVICE_H
#define CMD_ADVICE_H

#include "util/error.h"

/*
 * Returns the remedy to append to the text of `error`, of the form " (--cookie
 * FILE)", ": give …" or a line of its own; "" if there is none. `command` is
 * the name of the command that failed, or NULL.
 */
const char *advice_of(const struct error *error, const char *command);

/* Appends the remedy to the error's text, before more text is appended. */
void advice_add(struct error *error, const char *command);

#endif
