/* Reads circuit-status, stream-status and orconn-status as events. */
#include "tor/status_lines.h"

#include "proto/event.h"
#include "tor/info.h"

#include <string.h>

static void add_lines(const char *type, struct span text,
	struct strv *events)
{
	struct buf raw = BUF_INIT;
	struct span line;

	while (span_next_line(&text, &line)) {
		if (!line.len)
			continue;
		/* The event is a C string, so a NUL ends the line. */
		buf_print(&raw, "650 %s %.*s\r\n", type, (int)line.len,
			line.at);
		strv_take(events, buf_steal(&raw));
	}
}

bool status_lines_get(struct connection *connection, const char *key, const char *type,
	struct strv *events, struct error *error)
{
	struct strv keys = STRV_INIT;
	struct info info = { 0 };
	bool ok;

	strv_add(&keys, key);
	ok = info_get(connection, &keys, &info, error);
	for (size_t i = 0; i < info.len; i++)
		add_lines(type, info.values[i].value, events);
	info_clear(&info);
	strv_clear(&keys);
	return ok;
}

struct span status_lines_id(const char *event)
{
	struct span rest = event_arguments(span_of(event)), id;

	return span_next_word(&rest, &id) ? id : (struct span){ "", 0 };
}

const char *status_lines_find(const struct strv *events, struct span id)
{
	for (size_t i = 0; i < events->len; i++) {
		struct span other = status_lines_id(events->items[i]);

		if (other.len == id.len && !memcmp(other.at, id.at, id.len))
			return events->items[i];
	}
	return NULL;
}
