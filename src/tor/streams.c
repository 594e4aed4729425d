/* The streams in Tor, with details from their earlier events. */
#include "tor/streams.h"

#include "proto/event.h"
#include "tor/info.h"
#include "tor/status_lines.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdlib.h>
#include <string.h>

/* Tor's code for a stream that controllers may not change. */
enum { STREAM_UNMANAGED = 555 };

static void forget(struct streams_seen *seen, size_t i)
{
	struct pairs *items = &seen->items;

	alloc_wipe(items->items[i].value, strlen(items->items[i].value));
	free(items->items[i].value);
	free(items->items[i].name);
	memmove(items->items + i, items->items + i + 1,
		(--items->len - i) * sizeof(*items->items));
}

/* Returns the stream's index, or the length of the list. */
static size_t find(const struct streams_seen *seen, struct span id)
{
	size_t i = 0;

	while (i < seen->items.len &&
		!span_equal(id, seen->items.items[i].name))
		i++;
	return i;
}

/* Returns whether a keyword stays valid for the whole life of a stream. */
static bool lasts(const struct event_value *value)
{
	return value->name.len && !span_equal(value->name, "REASON") &&
		!span_equal(value->name, "REMOTE_REASON") &&
		!span_equal(value->name, "SOURCE");
}

static void remember(struct streams_seen *seen, struct span id,
	const struct event *event)
{
	struct buf words = BUF_INIT_SECRET;
	struct span text;

	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (!lasts(value))
			continue;
		buf_add_char(&words, ' ');
		buf_add_span(&words, value->name);
		buf_add_char(&words, '=');
		buf_add_span(&words, value->text);
	}
	text = buf_span(&words);
	if (text.len && text.len <= STREAMS_WORDS_MAX) {
		if (seen->items.len == STREAMS_SEEN_MAX)
			forget(seen, 0);
		pairs_add(&seen->items, id, &text);
	}
	buf_clear(&words);
}

static bool is_end(struct span status)
{
	return span_equal(status, "CLOSED") || span_equal(status, "FAILED");
}

void streams_seen_note(struct streams_seen *seen, struct span raw)
{
	const struct event_value *id, *status;
	struct event event;
	size_t at;

	if (!span_equal(event_name(raw), "STREAM") ||
		!event_decode(&event, raw))
		return;
	id = event_find(&event, "id");
	status = event_find(&event, "status");
	if (!id || !status)
		return;
	at = find(seen, id->text);
	/* Keep the first event, which has the most details; IDs are reused. */
	if (at < seen->items.len && (is_end(status->text) ||
		span_starts(status->text, "NEW"))) {
		forget(seen, at);
		at = seen->items.len;
	}
	if (at == seen->items.len && !is_end(status->text))
		remember(seen, id->text, &event);
}

void streams_seen_clear(struct streams_seen *seen)
{
	pairs_clear(&seen->items);
}

/* Inserts the stream's keywords before the CRLF of "650 STREAM … target". */
static void fill_in(const struct streams_seen *seen, char **event)
{
	size_t at = find(seen, status_lines_id(*event)), len = strlen(*event);
	char *fuller;

	if (at == seen->items.len || len < 2)
		return;
	fuller = alloc_print("%.*s%s\r\n", (int)(len - 2), *event,
		seen->items.items[at].value);
	free(*event);
	*event = fuller;
}

bool streams_get(struct connection *connection, struct streams_seen *seen,
	struct strv *events, struct error *error)
{
	if (!status_lines_get(connection, "stream-status", "STREAM", events, error))
		return false;
	for (size_t i = seen ? seen->items.len : 0; i--; )
		if (!status_lines_find(events, span_of(seen->items.items[i].name)))
			forget(seen, i);
	for (size_t i = 0; i < events->len && seen; i++)
		fill_in(seen, &events->items[i]);
	return true;
}

bool streams_check_waiting(struct connection *connection, const char *id,
	struct error *error)
{
	static const char connected[] = "the stream is already connected; only "
		"a waiting stream can be redirected";
	struct error failure = ERROR_INIT;
	char *list = info_get_one(connection, "stream-status", &failure);
	struct span rest = span_of(list ? list : ""), line, word;
	bool ok = list || failure.kind == ERROR_TOR;

	while (ok && span_next_line(&rest, &line))
		if (span_next_word(&line, &word) && span_equal(word, id) &&
			span_next_word(&line, &word) &&
			span_equal(word, "SUCCEEDED"))
			ok = error_set_tor(&failure, STREAM_UNMANAGED, connected,
				sizeof(connected) - 1);
	free(list);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}
