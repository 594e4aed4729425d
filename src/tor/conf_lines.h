/* Ordered options, grouped into onion services. */
#ifndef TOR_CONF_LINES_H
#define TOR_CONF_LINES_H

#include "util/pairs.h"

#include <stdbool.h>
#include <stddef.h>

/* Begins an onion service, which extends to the line before the next one. */
#define CONF_LINES_DIR "HiddenServiceDir"

void conf_lines_insert(struct pairs *lines, size_t at, const char *name,
	const char *value);

/* Wipes the value, because it may be secret. */
void conf_lines_remove(struct pairs *lines, size_t at);

bool conf_lines_is_dir(const struct pair *line);

/*
 * Returns whether two paths name the same directory, ignoring final slashes:
 * Tab completion adds one, and most torrc files have none.
 */
bool conf_lines_same_dir(const char *a, const char *b);

/* Returns the first line after the service that begins at line `at`. */
size_t conf_lines_end(const struct pairs *lines, size_t at);

/* Returns the HiddenServiceDir line of the service that has line `at`. */
size_t conf_lines_start(const struct pairs *lines, size_t at);

/*
 * Searches from `from` up to `to`. Returns `lines->len` if there is no such
 * line. No value may be NULL.
 */
size_t conf_lines_find(const struct pairs *lines, size_t from, size_t to,
	const char *name, const char *value);

#endif
