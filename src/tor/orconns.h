/* The connections to relays, with details from their earlier events. */
#ifndef TOR_ORCONNS_H
#define TOR_ORCONNS_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/* The number of remembered connections. */
enum { ORCONNS_SEEN_MAX = 1024 };

/*
 * Details of open connections from ORCONN events, by ID, which orconn-status
 * lacks. Initialize to zero; release with orconns_seen_clear().
 */
struct orconns_seen {
	struct pairs items;
};

/*
 * Remembers one event, which arrived at `time` (microseconds since 1970);
 * ignores any but ORCONN. Beyond ORCONNS_SEEN_MAX, drops the oldest connection.
 */
void orconns_seen_note(struct orconns_seen *seen, struct span raw,
	int64_t time);

void orconns_seen_clear(struct orconns_seen *seen);

/*
 * Gets all connections, each as an ORCONN event (see status_lines_get()), with
 * what `seen` (may be NULL) knows as keywords: ID, DIRECTION (in or out) and
 * TIME_CREATED, like that of a circuit.
 */
bool orconns_get(struct connection *connection,
	const struct orconns_seen *seen, struct strv *events,
	struct error *error);

#endif
