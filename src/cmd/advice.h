/* Remedies that name torctl's options and commands, added to library errors. */
#ifndef CMD_ADVICE_H
#define CMD_ADVICE_H

#include "util/error.h"

#include <stdbool.h>

/*
 * Returns what to append to the text of `error`: a clause such as
 * "; use --force", or lines of their own; "" if there is none. `command` is the
 * name of the command that failed, or NULL; `prompt`: the reader is at torctl's
 * own prompt.
 */
const char *advice_of(const struct error *error, const char *command,
	bool prompt);

/* Appends the advice to the error's text, for a caller that appends more. */
void advice_add(struct error *error, const char *command, bool prompt);

#endif
