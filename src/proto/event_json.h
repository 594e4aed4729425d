/* An event as one line of JSON. */
#ifndef PROTO_EVENT_JSON_H
#define PROTO_EVENT_JSON_H

#include "proto/event.h"
#include "proto/router_status.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>

/* Reused from event to event. Initialise to all zero; free with _clear(). */
struct event_json {
	int64_t second; /* the second that `stamp` shows */
	char stamp[32]; /* "2026-11-22T08:33:12.123Z" */
	struct buf scratch;
	struct event event;
};

/*
 * Adds the event `raw` (one whole message as received, read at `time`:
 * microseconds since 1970) as a JSON object on one line, with LF. "event" and
 * "time" come first, then the event's values with the names and types of its
 * row: see event_types.h. Words without a field become "args", lines that the
 * type does not know become "data". Returns false, adding nothing, if this is
 * not a message.
 */
bool event_json_add(struct event_json *json, struct json *to, struct span raw,
	int64_t time);

/* Adds the members after "time" of an event to an open object. */
void event_json_add_members(struct event_json *json, struct json *to,
	const struct event *event);

void event_json_clear(struct event_json *json);

/*
 * Adds the value, and for a target or an endpoint also the members derived from
 * it. A value that does not fit its type becomes a string.
 */
void event_json_add_value(struct json *to, enum event_value_type type,
	struct span text);

/* Adds the words of `text` as an array. */
void event_json_add_words(struct json *to, struct span text);

/*
 * Adds one relay: {"fingerprint":…,"nickname":…}, or {"text":…} if it is
 * malformed; or only these members, to an open object.
 */
void event_json_add_relay(struct json *to, struct span relay);
void event_json_add_relay_members(struct json *to, struct span relay);

/*
 * Adds the members for one relay of a consensus: nickname, fingerprint, digest,
 * published, address, or_port, dir_port, flags, bandwidth, a (further
 * addresses), p (policy), w (the "w" line's other keywords), and all other
 * lines as "lines".
 */
void event_json_add_entry(struct json *to, const struct router_status *entry);

#endif
