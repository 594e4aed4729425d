/* Commands that need a shell. */
#ifndef SHELL_BUILTIN_H
#define SHELL_BUILTIN_H

#include "cmd/command.h"
#include "out/result.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* For session_prompt: events NAME…, +NAME, -NAME, all, off, or none. */
bool builtin_choose_events(void *shell, const struct strv *words,
	struct result *result, struct error *error);

extern const struct command commands_shell[];
extern const struct command commands_complete[]; /* for the shell's scripts */

#endif
