/* How wide text is on a screen that shows fixed cells. */
#ifndef UTIL_CELLS_H
#define UTIL_CELLS_H

#include "util/span.h"

#include <locale.h>
#include <stddef.h>

/*
 * Widths are those of the thread's locale; in one of single bytes every
 * character takes one cell.
 */

/*
 * The user's locale for the calling thread, until it leaves it: torctl runs in
 * that of C, which costs nothing at the start.
 */
struct cells_locale {
	locale_t mine;
	locale_t usual;
};

void cells_enter_locale(struct cells_locale *locale);
void cells_leave_locale(struct cells_locale *locale);

/* One character as it is shown; it points into the text or at `own`. */
struct cells_glyph {
	struct span shown;
	size_t width;
	char own[2];
};

/*
 * Takes one character off the front of `text`: ^X for a control character,
 * "?" for what is none or has no place on this screen.
 */
void cells_take(struct span *text, struct cells_glyph *glyph);

/* How many cells one row of text takes, without a limit. */
size_t cells_width(struct span text);

/* How many bytes at the front fit into `width` cells. */
size_t cells_fit(struct span text, size_t width);

/* How many bytes the first character takes with what combines with it. */
size_t cells_first(struct span text);

/* Where the last one begins. */
size_t cells_last(struct span text);

#endif
