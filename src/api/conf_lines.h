/* Options in order, and the onion services among them. */
#ifndef API_CONF_LINES_H
#define API_CONF_LINES_H

#include "util/pairs.h"

#include <stdbool.h>
#include <stddef.h>

/* What each onion service begins with; all up to the next one belongs to it. */
#define CONF_LINES_DIR "HiddenServiceDir"

void conf_lines_insert(struct pairs *lines, size_t at, const char *name,
	const char *value);

/* Wipes the value, which may be a secret. */
void conf_lines_remove(struct pairs *lines, size_t at);

bool conf_lines_is_dir(const struct pair *line);

/*
 * Whether two directories are one; Tab puts a slash behind the name, and most
 * torrcs have none.
 */
bool conf_lines_same_dir(const char *a, const char *b);

/* The first line behind the service whose line `at` is. */
size_t conf_lines_end(const struct pairs *lines, size_t at);

/* The line of the service's directory that `at` belongs to. */
size_t conf_lines_start(const struct pairs *lines, size_t at);

/* From `from` up to `to`; `lines->len`: not there. No value may be NULL. */
size_t conf_lines_find(const struct pairs *lines, size_t from, size_t to,
	const char *name, const char *value);

#endif
