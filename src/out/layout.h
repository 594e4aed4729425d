/* Layout of texts for people: headings and wrapped paragraphs. */
#ifndef OUT_LAYOUT_H
#define OUT_LAYOUT_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Where texts are laid out for more than this, they are hard to read. */
enum { LAYOUT_WIDTH = 78 };

struct layout {
	struct buf *to;
	size_t width; /* columns; at most LAYOUT_WIDTH is usual */
	bool color;   /* headings are bold */
};

void layout_heading(const struct layout *layout, const char *text);

/* Counts the columns of a text, one for each character. */
size_t layout_columns(struct span text);

/* Wraps the words of each line. */
void layout_wrap(const struct layout *layout, const char *text, int indent);

/*
 * Adds a line of two columns, the second of which wraps. `indent` is where it
 * begins, unless the first one is longer or the layout is too narrow.
 */
void layout_pair(const struct layout *layout, const char *first,
	struct span second, size_t indent);

/*
 * Appends one line (without LF), wrapped at `width`; text in brackets stays
 * together. It begins at column `start` (`to` already ends there), further
 * lines at `indent`.
 */
void layout_fold(struct span line, size_t start, size_t indent, size_t width,
	struct buf *to);

/*
 * Wraps each line of a message; the first begins at `column`. Continuation
 * lines are aligned with their line's first word, or further right in a usage.
 */
void layout_fold_text(struct span text, size_t column, size_t width,
	struct buf *to);

#endif
