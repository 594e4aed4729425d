/* A bar graph made of characters. */
#ifndef OUT_GRAPH_H
#define OUT_GRAPH_H

#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct graph {
	const uint64_t *values; /* oldest first */
	size_t len;
	size_t columns, rows;
	bool utf8;         /* eighths of a cell; else ASCII characters */
	const char *color; /* escape sequence that begins it, or NULL */
};

/* Returns the largest displayed value, which has the full height. */
uint64_t graph_peak(const struct graph *graph);

/*
 * Appends the graph, one line for each row: one value per column, the newest at
 * the right. Zero is drawn as the thinnest bar, a missing value as a blank.
 */
void graph_add(struct buf *to, const struct graph *graph);

#endif
