/* A bar graph made of characters. */
#ifndef CMD_GRAPH_H
#define CMD_GRAPH_H

#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct graph {
	const uint64_t *values; /* the oldest first */
	size_t len;
	size_t columns, rows;
	bool utf8;         /* eighths of a cell; else what ASCII has for it */
	const char *color; /* the sequence that begins it, or NULL */
};

/* The largest value that the graph has room for, which is its full height. */
uint64_t graph_peak(const struct graph *graph);

/*
 * Appends the graph, one line for each row: a value a column, the newest at the
 * right. Zero is the thinnest bar, and nothing is where no value is.
 */
void graph_add(struct buf *to, const struct graph *graph);

#endif
