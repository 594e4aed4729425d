/* Line-by-line comparison of two texts. */
#ifndef UTIL_DIFF_H
#define UTIL_DIFF_H

#include "util/span.h"

#include <stdbool.h>

/*
 * A line without its line end: ' ' in both texts, '-' only in the old, '+' only
 * in the new.
 */
typedef void diff_line(void *arg, char sign, struct span line);

/*
 * Calls `visit` (may be NULL) for the lines of both texts, in order, with as
 * few differences as possible (for large texts, not always the fewest). Returns
 * whether there are any differences.
 */
bool diff_lines(struct span before, struct span after, diff_line *visit,
	void *arg);

#endif
