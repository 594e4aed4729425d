/* The connections to relays, with details from their earlier events. */
#include "tor/orconns.h"

#include "proto/event.h"
#include "tor/status_lines.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/format.h"

#include <stdlib.h>
#include <string.h>

/*
 * An item's value is its endpoint, and the keywords with a blank before each.
 * Tor names the endpoint by address until it knows the relay.
 */

static void forget(struct orconns_seen *seen, size_t i)
{
	struct pairs *items = &seen->items;

	free(items->items[i].value);
	free(items->items[i].name);
	memmove(items->items + i, items->items + i + 1,
		(--items->len - i) * sizeof(*items->items));
}

static size_t find(const struct orconns_seen *seen, struct span id)
{
	size_t i = 0;

	while (i < seen->items.len &&
		!span_equal(id, seen->items.items[i].name))
		i++;
	return i;
}

/* Returns the keywords of an item. */
static const char *words_of(const struct pair *item)
{
	return item->value + strcspn(item->value, " ");
}

static char *first_words(struct span id, struct span status, int64_t time)
{
	struct buf words = BUF_INIT;
	const char *direction = span_equal(status, "NEW") ? "in" :
		span_equal(status, "LAUNCHED") ? "out" : NULL;

	buf_print(&words, " ID=%.*s", (int)id.len, id.at);
	if (direction)
		buf_print(&words, " DIRECTION=%s", direction);
	buf_add_string(&words, " TIME_CREATED=");
	format_add_time(&words, time);
	/* Tor writes such times without "Z". */
	buf_truncate(&words, words.len - strlen(".123Z"));
	return buf_steal(&words);
}

void orconns_seen_note(struct orconns_seen *seen, struct span raw,
	int64_t time)
{
	const struct event_value *id, *status, *endpoint;
	struct event event;
	struct span value;
	char *words, *text;
	size_t at;

	if (!span_equal(event_name(raw), "ORCONN") ||
		!event_decode(&event, raw))
		return;
	id = event_find(&event, "id");
	status = event_find(&event, "status");
	endpoint = event_find(&event, "endpoint");
	if (!id || !status || !endpoint)
		return;
	at = find(seen, id->text);
	words = at < seen->items.len ?
		alloc_string(words_of(&seen->items.items[at])) :
		first_words(id->text, status->text, time);
	if (at < seen->items.len)
		forget(seen, at);
	else if (seen->items.len == ORCONNS_SEEN_MAX)
		forget(seen, 0);
	text = alloc_print("%.*s%s", (int)endpoint->text.len,
		endpoint->text.at, words);
	value = span_of(text);
	if (!span_equal(status->text, "CLOSED") &&
		!span_equal(status->text, "FAILED"))
		pairs_add(&seen->items, id->text, &value);
	free(text);
	free(words);
}

void orconns_seen_clear(struct orconns_seen *seen)
{
	pairs_clear(&seen->items);
}

/*
 * Returns the next connection to this endpoint that has no row yet; a relay may
 * have several.
 */
static const struct pair *find_endpoint(const struct orconns_seen *seen,
	struct span endpoint, const struct strv *used)
{
	for (size_t i = 0; i < seen->items.len; i++) {
		const struct pair *item = &seen->items.items[i];
		struct span name = { item->value,
			(size_t)(words_of(item) - item->value) };

		if (name.len == endpoint.len && !memcmp(name.at, endpoint.at,
			name.len) && !strv_has_nocase(used, item->name))
			return item;
	}
	return NULL;
}

/* Inserts the keywords before the CRLF of "650 ORCONN endpoint status". */
static void fill_in(const struct orconns_seen *seen, char **event,
	struct strv *used)
{
	const struct pair *item = find_endpoint(seen, status_lines_id(*event),
		used);
	size_t len = strlen(*event);
	char *fuller;

	if (!item || len < 2)
		return;
	strv_add(used, item->name);
	fuller = alloc_print("%.*s%s\r\n", (int)(len - 2), *event,
		words_of(item));
	free(*event);
	*event = fuller;
}

bool orconns_get(struct connection *connection,
	const struct orconns_seen *seen, struct strv *events,
	struct error *error)
{
	struct strv used = STRV_INIT;

	if (!status_lines_get(connection, "orconn-status", "ORCONN", events,
		error))
		return false;
	for (size_t i = 0; i < events->len && seen; i++)
		fill_in(seen, &events->items[i], &used);
	strv_clear(&used);
	return true;
}
