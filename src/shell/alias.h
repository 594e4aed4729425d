/* Short names for lines, replaced at the front of what is typed. */
#ifndef SHELL_ALIAS_H
#define SHELL_ALIAS_H

#include "util/buf.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/* Makes `name` stand for `words`, or for itself again when there are none. */
void alias_set(struct pairs *aliases, const char *name,
	const struct strv *words);

/*
 * Appends the line with the alias at its front (behind blanks and the "-" of a
 * line that may fail) replaced, once. False when there is none: nothing is
 * appended.
 */
bool alias_expand(const struct pairs *aliases, struct span line,
	struct buf *to);

#endif
