/* Ordered lists of names and values. */
#include "torctl/inside.h"

#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

struct torctl_pairs *torctl_pairs_new(void)
{
	return alloc_zeroed(sizeof(struct torctl_pairs));
}

void torctl_pairs_add(struct torctl_pairs *pairs, const char *name,
	const char *value)
{
	struct span text = span_of(value ? value : "");

	pairs_put(pairs, span_of(name), value ? &text : NULL);
}

size_t torctl_pairs_count(const struct torctl_pairs *pairs)
{
	return pairs->len;
}

const char *torctl_pairs_name(const struct torctl_pairs *pairs, size_t index)
{
	return index < pairs->len ? pairs->items[index].name : NULL;
}

const char *torctl_pairs_value(const struct torctl_pairs *pairs, size_t index)
{
	return index < pairs->len ? pairs->items[index].value : NULL;
}

size_t torctl_pairs_size(const struct torctl_pairs *pairs, size_t index)
{
	return index < pairs->len ? pairs->items[index].size : 0;
}

const char *torctl_pairs_find(const struct torctl_pairs *pairs,
	const char *name)
{
	for (size_t i = 0; i < pairs->len; i++)
		if (text_equal_nocase(pairs->items[i].name, name))
			return pairs->items[i].value;
	return NULL;
}

void torctl_pairs_free(struct torctl_pairs *pairs)
{
	if (!pairs)
		return;
	for (size_t i = 0; i < pairs->len; i++) {
		alloc_wipe(pairs->items[i].value, pairs->items[i].size);
		alloc_wipe(pairs->items[i].name, strlen(pairs->items[i].name));
		free(pairs->items[i].value);
		free(pairs->items[i].name);
	}
	free(pairs->items);
	free(pairs);
}
