/* An event as one line of JSON: its values, each in the type of its field. */
#ifndef PROTO_EVENT_JSON_VALUES_H
#define PROTO_EVENT_JSON_VALUES_H

#include "proto/event.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Starts a member behind another: ,"name": */
void event_json_add_name(struct buf *to, const char *name);

/*
 * Appends the value; behind that of a target or an endpoint also the members
 * that are made of it. What does not fit its type is a string.
 */
void event_json_add_value(struct buf *to, enum event_value_type type,
	struct span text, bool ascii);

/* An array of the words of `text`. */
void event_json_add_words(struct buf *to, struct span text, bool ascii);

/* One relay: {"fingerprint":…,"nickname":…}. */
void event_json_add_relay(struct buf *to, struct span relay, bool ascii);

#endif
