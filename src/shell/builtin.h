/* Commands that need a shell. */
#ifndef SHELL_BUILTIN_H
#define SHELL_BUILTIN_H

#include "out/result.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

struct session;

/*
 * Selects the events printed above the prompt: NAME…, +NAME, -NAME, all, off, or
 * none.
 */
bool builtin_choose_events(struct session *session, const struct strv *words,
	struct result *result, struct error *error);

#endif
