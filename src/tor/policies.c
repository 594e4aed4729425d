/* Exit policies from microdescriptors, for consensuses without policies. */
#include "tor/policies.h"

#include "conn/crypto.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/encode.h"

#include <stdlib.h>
#include <string.h>

struct microdescriptor {
	char digest[ROUTER_STATUS_HEX + 1];
	struct span policy;
};

struct list {
	struct microdescriptor *items;
	size_t len;
	size_t size;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct microdescriptor *)a)->digest,
		((const struct microdescriptor *)b)->digest);
}

/* A microdescriptor without a "p" line allows nothing. */
static struct span find_policy(struct span text)
{
	struct span line;

	while (span_next_line(&text, &line))
		if (span_starts(line, "p "))
			return span_from(line, 2);
	return span_of("reject 1-65535");
}

static void add(struct list *list, struct span text)
{
	unsigned char bytes[CRYPTO_SHA256_SIZE];
	struct microdescriptor *item;
	struct buf hex = BUF_INIT;

	if (list->len == list->size) {
		list->size = list->size ? list->size * 2 : 256;
		list->items = alloc_resize(list->items, list->size,
			sizeof(*list->items));
	}
	item = &list->items[list->len++];
	crypto_sha256(text, bytes);
	encode_add_hex(&hex, bytes, ROUTER_STATUS_HEX / 2);
	memcpy(item->digest, buf_text(&hex), sizeof(item->digest));
	item->policy = find_policy(text);
	buf_clear(&hex);
}

/* Each one begins with the line "onion-key". */
static void split(struct list *list, struct span text)
{
	struct span rest = text, line, one = { text.at, 0 };

	while (span_next_line(&rest, &line)) {
		if (span_equal(line, "onion-key") && line.at != one.at) {
			one.len = (size_t)(line.at - one.at);
			add(list, one);
			one.at = line.at;
		}
	}
	one.len = (size_t)(text.at + text.len - one.at);
	if (one.len)
		add(list, one);
	if (list->len)
		qsort(list->items, list->len, sizeof(*list->items), compare);
}

static bool is_complete(const struct consensus *consensus)
{
	for (size_t i = 0; i < consensus->len; i++)
		if (!consensus->relays[i].policy.at)
			return false;
	return true;
}

static void complete(struct consensus *consensus, const struct list *list)
{
	for (size_t i = 0; i < consensus->len; i++) {
		struct router_status *entry = &consensus->relays[i];
		struct microdescriptor wanted, *found;

		if (entry->policy.at || !list->len)
			continue;
		memcpy(wanted.digest, entry->digest, sizeof(wanted.digest));
		found = bsearch(&wanted, list->items, list->len,
			sizeof(wanted), compare);
		if (found)
			entry->policy = found->policy;
	}
}

bool policies_load(struct policies *policies, struct connection *connection,
	struct consensus *consensus, struct error *error)
{
	struct list list = { 0 };

	if (is_complete(consensus))
		return true;
	policies->text = info_get_one(connection, "md/all", error);
	if (!policies->text)
		return false;
	split(&list, span_of(policies->text));
	complete(consensus, &list);
	free(list.items);
	return true;
}

void policies_clear(struct policies *policies)
{
	free(policies->text);
	*policies = (struct policies){ 0 };
}
