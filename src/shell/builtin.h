/* Commands that need a shell. */
#ifndef SHELL_BUILTIN_H
#define SHELL_BUILTIN_H

#include "out/result.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* For session_prompt: events NAME…, +NAME, -NAME, all, off, or none. */
bool builtin_choose_events(void *shell, const struct strv *words,
	struct result *result, struct error *error);

#endif
