/* An event as one line of JSON. */
#ifndef PROTO_EVENT_JSON_H
#define PROTO_EVENT_JSON_H

#include "proto/event.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>

/* Kept from event to event; all zero at first, ends with _clear(). */
struct event_json {
	bool ascii;       /* for a terminal: see json_text_add() */
	int64_t second;   /* of the time stamp below */
	char stamp[24];   /* "2026-11-22T08:33:12" */
	struct buf scratch;
	struct event event;
};

/*
 * Appends the event `raw` (one whole message as received, read at `time`:
 * microseconds since 1970) as an object on one line, with LF. First "event"
 * and "time", then what Tor says under the names and in the types of its row:
 * see event_types.h. Words of no field come as "args", lines that its type
 * does not know as "data". False, nothing appended, when it is no message.
 */
bool event_json_add(struct event_json *json, struct buf *to, struct span raw,
	int64_t time);

/* The same without "event", "time" and LF: for what an event could tell of. */
bool event_json_add_object(struct event_json *json, struct buf *to,
	struct span raw);

void event_json_clear(struct event_json *json);

#endif
