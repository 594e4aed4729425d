/* Ordered pairs of names and values; names may repeat. */
#ifndef UTIL_PAIRS_H
#define UTIL_PAIRS_H

#include "util/span.h"

#include <stddef.h>

struct pair {
	char *name;
	char *value; /* NULL: none */
};

/* Initialize to zero; release with pairs_clear(), which wipes the values. */
struct pairs {
	struct pair *items;
	size_t len;
};

/* Appends copies; `value` may be NULL. */
void pairs_add(struct pairs *pairs, struct span name,
	const struct span *value);

/* Appends a copy of "name=value", or of "name", which has no value. */
void pairs_add_joined(struct pairs *pairs, struct span text);

void pairs_clear(struct pairs *pairs);

#endif
