/* File names as candidates for Tab, quoted as the line grammar wants them. */
#ifndef SHELL_EDITOR_FILES_H
#define SHELL_EDITOR_FILES_H

#include "cmd/complete.h"
#include "util/span.h"

/*
 * Adds the files whose names go on from `word`, a possibly quoted and
 * unfinished word. "~/" at its front becomes the home directory. Directories
 * end with a slash.
 */
void editor_files_add(struct complete_list *list, struct span word);

#endif
