/* Display width of text on a terminal. */
#ifndef UTIL_CELLS_H
#define UTIL_CELLS_H

#include "util/span.h"

#include <stddef.h>

/*
 * Widths depend on the process's locale. Call this at program start: sets the
 * user's locale, or C.UTF-8 if that one names UTF-8 but is not installed. If no
 * locale is set, sets C.UTF-8, also for children, since terminals show it;
 * LC_ALL=C is obeyed.
 */
void cells_use_locale(void);

/* One character as displayed; `shown` points into the text or to `own`. */
struct cells_glyph {
	struct span shown;
	size_t width;
	char own[2];
};

/*
 * Takes one character off the front of `text`: ^X for a control character, "?"
 * for an invalid or unprintable one. In a single-byte locale that is any
 * character longer than one byte.
 */
void cells_take(struct span *text, struct cells_glyph *glyph);

/* Returns how many cells a line of text takes. */
size_t cells_width(struct span text);

/* Returns how many bytes at the front fit into `width` cells. */
size_t cells_fit(struct span text, size_t width);

/* Returns the size in bytes of the first character with its combining marks. */
size_t cells_first(struct span text);

/* Returns the offset of the last such character. */
size_t cells_last(struct span text);

#endif
