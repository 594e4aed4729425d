/* File names as Tab candidates, quoted for the line grammar. */
#ifndef EDITOR_EDITOR_FILES_H
#define EDITOR_EDITOR_FILES_H

#include "complete/complete.h"
#include "util/span.h"

/*
 * Adds the files whose names begin with `word`, which may be quoted and
 * incomplete. A leading "~/" becomes the home directory. Directories end with a
 * slash.
 */
void editor_files_add(struct complete_list *list, struct span word);

#endif
