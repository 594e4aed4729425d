/* The user's own editor, at work on a file. */
#ifndef CMD_USER_EDITOR_H
#define CMD_USER_EDITOR_H

#include "util/error.h"

#include <stdbool.h>

/*
 * Has the file edited with TORCTL_EDITOR, VISUAL or EDITOR, which sh reads, or
 * vi. It has the terminal meanwhile, which is as it was afterwards; signals
 * from the keyboard are for it alone. False (ERROR_FILE) when it cannot be run,
 * or ends with another status than 0.
 */
bool user_editor_run(const char *path, struct error *error);

#endif
