/* An event as one line of JSON: its values, typed by field. */
#ifndef PROTO_EVENT_JSON_VALUES_H
#define PROTO_EVENT_JSON_VALUES_H

#include "proto/event.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Starts a member that follows another: ,"name": */
void event_json_add_name(struct buf *to, const char *name);

/*
 * Appends the value, and for a target or an endpoint also the members derived
 * from it. A value that does not fit its type becomes a string.
 */
void event_json_add_value(struct buf *to, enum event_value_type type,
	struct span text, bool ascii);

/* Appends the words of `text` as an array. */
void event_json_add_words(struct buf *to, struct span text, bool ascii);

/*
 * Appends one relay: {"fingerprint":…,"nickname":…}, or {"text":…} if it is
 * malformed.
 */
void event_json_add_relay(struct buf *to, struct span relay, bool ascii);

#endif
