/* Layout of texts for people: headings and wrapped paragraphs. */
#ifndef OUT_LAYOUT_H
#define OUT_LAYOUT_H

#include "out/output.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

enum { LAYOUT_WIDTH = 78 };

/* The destination of a text and its layout. */
struct layout {
	struct buf *text;
	bool color;   /* headings are bold */
	size_t width; /* lines are wrapped there */
};

/* Returns the layout for printed text: LAYOUT_WIDTH columns if they fit. */
struct layout layout_of(const struct output *output, struct buf *text);

/* Appends a heading; a long usage is wrapped. */
void layout_heading(const struct layout *to, const char *text);

/* Counts the columns of a text, one for each character. */
size_t layout_columns(struct span text);

/* Appends each line of `text`, wrapped. */
void layout_wrap(const struct layout *to, const char *text, size_t indent);

/*
 * Appends a label, indented, and a text beside it that begins at `column`. The
 * text is below a label that reaches that far, or if it would be narrower than
 * the label.
 */
void layout_item(const struct layout *to, const char *label, size_t column,
	const char *text);

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
