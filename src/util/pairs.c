/* Ordered pairs of names and values; names may repeat. */
#include "util/pairs.h"

#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

void pairs_add(struct pairs *pairs, struct span name,
	const struct span *value)
{
	struct pair *pair;

	pairs->items = alloc_resize(pairs->items, pairs->len + 1,
		sizeof(*pairs->items));
	pair = &pairs->items[pairs->len++];
	pair->name = span_copy(name);
	pair->value = value ? span_copy(*value) : NULL;
}

void pairs_add_joined(struct pairs *pairs, struct span text)
{
	const char *equals = text.len ? memchr(text.at, '=', text.len) : NULL;
	size_t len = equals ? (size_t)(equals - text.at) : text.len;
	struct span value = span_from(text, len + 1);

	pairs_add(pairs, (struct span){ text.at, len },
		equals ? &value : NULL);
}

void pairs_clear(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->len; i++) {
		free(pairs->items[i].name);
		if (pairs->items[i].value)
			alloc_wipe(pairs->items[i].value,
				strlen(pairs->items[i].value));
		free(pairs->items[i].value);
	}
	free(pairs->items);
	*pairs = (struct pairs){ 0 };
}
