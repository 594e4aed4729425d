/* File names as Tab candidates, quoted for the line grammar. */
#ifndef COMPLETE_FILE_NAMES_H
#define COMPLETE_FILE_NAMES_H

#include "complete/complete_list.h"
#include "util/span.h"
#include "util/strv.h"

/*
 * Adds the files whose names begin with `word`, which may be quoted and
 * incomplete. A leading "~/" becomes the home directory. Directories end with a
 * slash.
 */
void file_names_add(struct complete_list *list, struct span word);

/* Adds the programs of PATH whose names begin with the typed text. */
void file_names_find_programs(struct strv *names, const char *typed);

#endif
