/* Two texts compared line by line. */
#ifndef UTIL_DIFF_H
#define UTIL_DIFF_H

#include "util/span.h"

#include <stdbool.h>

/* A line without its end: ' ' both have it, '-' only the old, '+' the new. */
typedef void diff_line(void *arg, char sign, struct span line);

/*
 * Calls `visit` (may be NULL) for the lines of both, in order, with as few
 * differences as can be (large texts: not always the fewest). Whether there
 * are any.
 */
bool diff_lines(struct span before, struct span after, diff_line *visit,
	void *arg);

#endif
