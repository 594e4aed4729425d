/* An event as one line of JSON: the lines after the first one. */
#ifndef PROTO_EVENT_JSON_DATA_H
#define PROTO_EVENT_JSON_DATA_H

#include "proto/event.h"
#include "proto/router_status.h"
#include "util/json.h"

/*
 * Adds the members for the further lines of `event`, according to its type's
 * `data`: relays, changes, content or data.
 */
void event_json_add_data(struct json *to, const struct event *event);

/*
 * Adds the members for one relay of a consensus: nickname, fingerprint, digest,
 * published, address, or_port, dir_port, flags, bandwidth, a (further
 * addresses), p (policy), w (the "w" line's other keywords), and all other
 * lines as "lines".
 */
void event_json_add_entry(struct json *to, const struct router_status *entry);

#endif
