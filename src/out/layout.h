/* Layout of texts for people: headings and wrapped paragraphs. */
#ifndef OUT_LAYOUT_H
#define OUT_LAYOUT_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

enum { LAYOUT_WIDTH = 78 };

/* Appends a heading. */
void layout_heading(bool color, const char *text, struct buf *to);

/* Counts the columns of a text, one for each character. */
size_t layout_columns(struct span text);

/* Appends `text`, wrapped at 78 columns. */
void layout_wrap(const char *text, int indent, struct buf *to);

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
