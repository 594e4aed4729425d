/* The shell's prompt: a text with fields, changed by set prompt. */
#ifndef SHELL_PROMPT_H
#define SHELL_PROMPT_H

#include "shell/shell_state.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Returns the prompt for the current state, for the line editor; the caller's.
 * Asks Tor only if the prompt has its nickname, and only after a command that
 * may have changed it.
 */
char *prompt_make(struct shell *shell);

/* Appends the text of the prompt, safe for a terminal, without colour. */
void prompt_add_text(struct shell *shell, struct buf *to);

/* Returns false (ERROR_USAGE) if the text has a field that does not exist. */
bool prompt_check(const char *text, struct error *error);

#endif
