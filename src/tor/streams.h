/* The streams in Tor, with details from their earlier events. */
#ifndef TOR_STREAMS_H
#define TOR_STREAMS_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/* The number of remembered streams, and of bytes per stream. */
enum { STREAMS_SEEN_MAX = 1024, STREAMS_WORDS_MAX = 2048 };

/*
 * Details from STREAM events of open streams: by ID, the keywords (SOURCE_ADDR,
 * PURPOSE, SOCKS_USERNAME, …) that stream-status lacks. Initialize to zero;
 * release with streams_seen_clear(), which wipes them.
 */
struct streams_seen {
	struct pairs items;
};

/*
 * Remembers one event; ignores any but STREAM. Beyond STREAMS_SEEN_MAX, drops
 * the oldest stream.
 */
void streams_seen_note(struct streams_seen *seen, struct span raw);

void streams_seen_clear(struct streams_seen *seen);

/*
 * Gets all streams, each as a STREAM event (see status_lines_get()), with the keywords
 * remembered in `seen` (may be NULL). Drops closed streams from `seen`.
 */
bool streams_get(struct connection *connection, struct streams_seen *seen,
	struct strv *events, struct error *error);

/*
 * Checks that a stream can be redirected: Tor answers OK for a connected stream
 * and does nothing. A stream that Tor does not list passes, since Tor's reply
 * to the request gives the reason.
 */
bool streams_check_waiting(struct connection *connection, const char *id,
	struct error *error);

#endif
