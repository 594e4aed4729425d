/* The ports that an exit allows, according to its policy summary. */
#include "proto/port_policy.h"

#include <string.h>

/* Reads "80" or "80-90". */
static bool read_range(struct span item, unsigned long long *low,
	unsigned long long *high)
{
	const char *dash = item.len ? memchr(item.at, '-', item.len) : NULL;
	struct span first = item;

	if (!dash) {
		*high = 0;
		if (!span_number(item, low))
			return false;
		*high = *low;
		return true;
	}
	first.len = (size_t)(dash - item.at);
	return span_number(first, low) &&
		span_number(span_from(item, first.len + 1), high);
}

static bool is_listed(struct span list, unsigned long long port)
{
	unsigned long long low, high;

	while (list.len) {
		const char *comma = memchr(list.at, ',', list.len);
		struct span item = list;

		if (comma)
			item.len = (size_t)(comma - list.at);
		if (read_range(item, &low, &high) && port >= low &&
			port <= high)
			return true;
		list = span_from(list, item.len + 1);
	}
	return false;
}

bool port_policy_allows(struct span summary, unsigned long long port)
{
	struct span verb, list;

	if (!span_next_word(&summary, &verb) ||
		!span_next_word(&summary, &list))
		return false;
	if (span_equal(verb, "accept"))
		return is_listed(list, port);
	return span_equal(verb, "reject") && !is_listed(list, port);
}
