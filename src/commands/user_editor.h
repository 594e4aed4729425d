/* The user's editor, run on a file. */
#ifndef COMMANDS_USER_EDITOR_H
#define COMMANDS_USER_EDITOR_H

#include "util/error.h"

#include <stdbool.h>

/*
 * Edits the file with the command in TORCTL_EDITOR, VISUAL or EDITOR, parsed by
 * sh, or with vi. The editor has the terminal, which is restored afterwards,
 * and alone gets signals from the keyboard. Returns false (ERROR_FILE) if it
 * cannot be run or its exit status is not 0.
 */
bool user_editor_run(const char *path, struct error *error);

#endif
