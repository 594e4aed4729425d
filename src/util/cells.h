/* Display width of text on a terminal. */
#ifndef UTIL_CELLS_H
#define UTIL_CELLS_H

#include "util/span.h"

#include <locale.h>
#include <stddef.h>

/*
 * Widths depend on the thread's locale; in a single-byte locale each character
 * takes one cell.
 */

/*
 * The user's locale, for the calling thread between enter and leave. torctl
 * otherwise runs in the C locale, which costs nothing at startup.
 */
struct cells_locale {
	locale_t mine;
	locale_t usual;
};

void cells_enter_locale(struct cells_locale *locale);
void cells_leave_locale(struct cells_locale *locale);

/* One character as displayed; `shown` points into the text or to `own`. */
struct cells_glyph {
	struct span shown;
	size_t width;
	char own[2];
};

/*
 * Takes one character off the front of `text`: ^X for a control character, "?"
 * for an invalid or unprintable one.
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
