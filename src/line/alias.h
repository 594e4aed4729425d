/* Aliases: short names for lines, expanded at the front of a typed line. */
#ifndef LINE_ALIAS_H
#define LINE_ALIAS_H

#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Defines `name` as an alias for `words`, or removes it if there are none. One
 * word is taken as a line; several remain words, whatever they contain. As in
 * other shells, a "=" may separate name and words. Fails with ERROR_USAGE for a
 * name that could not be typed, or if there is no such alias to remove.
 */
bool alias_set(struct pairs *aliases, const char *name,
	const struct strv *words, struct error *error);

/*
 * Appends the line with the alias at its front expanded, once. Blanks before
 * it, and the "-" of a line that may fail, are kept. Returns false, appending
 * nothing, if there is no alias.
 */
bool alias_expand(const struct pairs *aliases, struct span line,
	struct buf *to);

#endif
