/* Names with values, in order, a name as often as it comes. */
#ifndef UTIL_PAIRS_H
#define UTIL_PAIRS_H

#include "util/span.h"

#include <stddef.h>

struct pair {
	char *name;
	char *value; /* NULL: none */
};

/* Starts all zero, ends with pairs_clear(), which wipes the values. */
struct pairs {
	struct pair *items;
	size_t len;
};

/* Takes copies; `value` may be NULL. */
void pairs_add(struct pairs *pairs, struct span name,
	const struct span *value);

/* The same from "name=value", or from "name" alone, which has no value. */
void pairs_add_joined(struct pairs *pairs, struct span text);

void pairs_clear(struct pairs *pairs);

#endif
