/* The relays of a consensus, searchable by prefixes of their names. */
#include "complete/relay_names.h"

#include "proto/event.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "r nickname identity …": other lines of the entry are skipped. */
static bool read_relay(struct span line, struct router_status *entry,
	struct relay_name *relay)
{
	struct span name;

	if (!span_starts(line, "r ") || !router_status_begin(entry, line) ||
		!event_is_nickname(entry->nickname))
		return false;
	name = entry->nickname;
	memcpy(relay->nickname, name.at, name.len);
	relay->nickname[name.len] = '\0';
	memcpy(relay->fingerprint, entry->fingerprint,
		sizeof(relay->fingerprint));
	return true;
}

static int compare_fingerprints(const void *a, const void *b)
{
	return strcmp(((const struct relay_name *)a)->fingerprint,
		((const struct relay_name *)b)->fingerprint);
}

static int compare_nicknames(const void *a, const void *b)
{
	const struct relay_name *const *one = a, *const *other = b;

	return strcasecmp((*one)->nickname, (*other)->nickname);
}

void relay_names_parse(struct relay_names *relays, struct span text)
{
	struct router_status entry = { 0 };
	struct relay_name relay;
	struct span line;
	size_t size = 0;

	while (span_next_line(&text, &line)) {
		if (!read_relay(line, &entry, &relay))
			continue;
		if (relays->len == size) {
			size = size ? size * 2 : 1024;
			relays->items = alloc_resize(relays->items, size,
				sizeof(*relays->items));
		}
		relays->items[relays->len++] = relay;
	}
	if (!relays->len)
		return;
	qsort(relays->items, relays->len, sizeof(*relays->items),
		compare_fingerprints);
	relays->by_name = alloc_resize(NULL, relays->len,
		sizeof(*relays->by_name));
	for (size_t i = 0; i < relays->len; i++)
		relays->by_name[i] = &relays->items[i];
	qsort(relays->by_name, relays->len, sizeof(*relays->by_name),
		compare_nicknames);
}

static const char *name_at(const struct relay_names *relays, bool nickname,
	size_t i)
{
	return nickname ? relays->by_name[i]->nickname :
		relays->items[i].fingerprint;
}

/*
 * Returns the first index whose name is not below the prefix (`above`: is above
 * it).
 */
static size_t bound(const struct relay_names *relays, bool nickname,
	const char *prefix, bool above)
{
	size_t low = 0, high = relays->len, len = strlen(prefix);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncasecmp(name_at(relays, nickname, middle),
			prefix, len);

		if (order < 0 || (above && !order))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t find(const struct relay_names *relays, bool nickname,
	const char *prefix, size_t *count)
{
	size_t first = bound(relays, nickname, prefix, false);

	*count = bound(relays, nickname, prefix, true) - first;
	return first;
}

size_t relay_names_find_fingerprint(const struct relay_names *relays,
	const char *prefix, size_t *count)
{
	return find(relays, false, prefix, count);
}

size_t relay_names_find_nickname(const struct relay_names *relays,
	const char *prefix, size_t *count)
{
	return find(relays, true, prefix, count);
}

void relay_names_clear(struct relay_names *relays)
{
	free(relays->items);
	free(relays->by_name);
	*relays = (struct relay_names){ 0 };
}
