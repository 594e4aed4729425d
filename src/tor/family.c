/* Relay families, as declared to Tor. */
#include "tor/family.h"

#include "proto/router_descriptor.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading */

static void take_text(struct family *family, char *text)
{
	struct router_descriptor descriptor = { 0 };

	family->text = text;
	router_descriptor_read(&descriptor, span_of(text));
	family->names = descriptor.family;
	family->ids = descriptor.family_ids;
	router_descriptor_clear(&descriptor);
}

bool family_read(struct family *family, struct connection *connection,
	const struct router_status *relay, struct error *error)
{
	/* Only the first has family IDs; a relay may have only the second. */
	static const char *const keys[] = { "md/id/", "desc/id/" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct error failure = ERROR_INIT;
		char *key = alloc_print("%s%s", keys[i], relay->fingerprint);
		char *text = info_get_one(connection, key, &failure);

		free(key);
		if (text && *text) {
			take_text(family, text);
			return true;
		}
		free(text);
		if (failure.kind != ERROR_NONE && failure.kind != ERROR_TOR)
			return error_move(error, &failure);
		error_clear(&failure);
	}
	return true;
}

void family_clear(struct family *family)
{
	free(family->text);
	*family = (struct family){ 0 };
}

/* ---- comparing */

static bool names_relay(struct span name, const struct router_status *relay)
{
	char hex[ROUTER_STATUS_HEX + 1];
	char *word = span_copy(name);
	enum consensus_name kind = consensus_name_kind(word, hex);
	bool is = kind == CONSENSUS_FINGERPRINT ?
		!strcmp(hex, relay->fingerprint) : kind ==
		CONSENSUS_NICKNAME && span_equal_nocase(relay->nickname, word);

	free(word);
	return is;
}

/* Takes the next name off. */
static bool next_name(struct span *list, struct span *name)
{
	size_t len = 0;

	while (list->len && (text_is_blank(*list->at) || *list->at == ','))
		*list = span_from(*list, 1);
	while (len < list->len && !text_is_blank(list->at[len]) &&
		list->at[len] != ',')
		len++;
	*name = (struct span){ list->at, len };
	*list = span_from(*list, len);
	return len > 0;
}

bool family_lists(struct span list, const struct router_status *relay)
{
	struct span name;

	while (next_name(&list, &name))
		if (names_relay(name, relay))
			return true;
	return false;
}

static bool share_word(struct span a, struct span b)
{
	struct span one, other, rest;

	while (span_next_word(&a, &one))
		for (rest = b; span_next_word(&rest, &other);)
			if (one.len == other.len &&
				!memcmp(one.at, other.at, one.len))
				return true;
	return false;
}

bool family_joins(const struct family *a, const struct router_status *relay_a,
	const struct family *b, const struct router_status *relay_b)
{
	return share_word(a->ids, b->ids) || (family_lists(a->names, relay_b)
		&& family_lists(b->names, relay_a));
}
