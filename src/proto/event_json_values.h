/* An event as one line of JSON: its values, typed by field. */
#ifndef PROTO_EVENT_JSON_VALUES_H
#define PROTO_EVENT_JSON_VALUES_H

#include "proto/event.h"
#include "util/json.h"
#include "util/span.h"

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

#endif
