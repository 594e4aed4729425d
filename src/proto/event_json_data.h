/* An event as one line of JSON: the lines behind the first one. */
#ifndef PROTO_EVENT_JSON_DATA_H
#define PROTO_EVENT_JSON_DATA_H

#include "proto/event.h"
#include "proto/router_status.h"
#include "util/buf.h"

#include <stdbool.h>

/*
 * Appends the members that the lines of `event` make, by its type's
 * `data`: relays, changes, content or data.
 */
void event_json_add_data(const struct event *event, struct buf *to,
	bool ascii);

/*
 * Appends one relay of a consensus as an object: nickname, fingerprint,
 * digest, published, address, or_port, dir_port, flags, bandwidth, a (further
 * addresses), p (policy), w (what its "w" line says beside the bandwidth), and
 * what there is more as "lines".
 */
void event_json_add_entry(const struct router_status *entry, struct buf *to,
	bool ascii);

#endif
