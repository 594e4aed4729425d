/* Short names for lines, replaced at the front of what is typed. */
#ifndef SHELL_ALIAS_H
#define SHELL_ALIAS_H

#include "cmd/complete.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Makes `name` stand for `words`, or for itself again when there are none. One
 * word is a line as it is; several stay words, whatever is in them. As in other
 * shells a "=" may stand between name and words. False: ERROR_USAGE for a
 * name that could not be typed, or that is to be forgotten and is none.
 */
bool alias_set(struct pairs *aliases, const char *name,
	const struct strv *words, struct error *error);

/*
 * Appends the line with the alias at its front (behind blanks and the "-" of a
 * line that may fail) replaced, once. False when there is none: nothing is
 * appended.
 */
bool alias_expand(const struct pairs *aliases, struct span line,
	struct buf *to);

/* complete_line() and hint_line() for what an alias at the front stands for. */
void alias_complete(const struct pairs *aliases, struct session *session,
	const char *line, size_t point, struct complete_list *list);
char *alias_hint(const struct pairs *aliases, const char *line);

#endif
