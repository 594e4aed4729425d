/* The user's editor, run on a file or a text. */
#ifndef COMMANDS_USER_EDITOR_H
#define COMMANDS_USER_EDITOR_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Edits the file with the command in TORCTL_EDITOR, VISUAL or EDITOR, parsed by
 * sh, or with vi. The editor has the terminal, which is restored afterwards,
 * and alone gets signals from the keyboard. Returns false (ERROR_FILE) if it
 * cannot be run or its exit status is not 0.
 */
bool user_editor_run(const char *path, struct error *error);

/*
 * Makes a directory for the file to edit, which only the user can enter.
 * Returns its path, which is the caller's, or NULL (ERROR_FILE).
 */
char *user_editor_make_directory(struct error *error);

/* Reads the edited file. Refuses one that is not regular (ERROR_FILE). */
bool user_editor_read(const char *path, struct buf *to, struct error *error);

/* Returns whether the editor has replaced the file by something else. */
bool user_editor_is_irregular(const char *path);

/* Edits a text in a temporary file. On failure the text is unchanged. */
bool user_editor_edit(const char *name, struct buf *text, struct error *error);

#endif
