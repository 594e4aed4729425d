/* The streams that Tor has, with what their events have told of them. */
#ifndef API_STREAMS_H
#define API_STREAMS_H

#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/* Streams that are remembered, and how much of one. */
enum { STREAMS_SEEN_MAX = 1024, STREAMS_WORDS_MAX = 2048 };

/*
 * What STREAM events have told of streams that are open: by id, the keywords
 * (SOURCE_ADDR, PURPOSE, SOCKS_USERNAME, …) that stream-status lacks. Starts
 * all zero, ends with streams_seen_clear(), which wipes them.
 */
struct streams_seen {
	struct pairs items;
};

/*
 * Takes one event in; any but STREAM is none of its business. Beyond
 * STREAMS_SEEN_MAX the oldest is forgotten.
 */
void streams_seen_note(struct streams_seen *seen, struct span raw);

void streams_seen_clear(struct streams_seen *seen);

/*
 * All streams, each as a STREAM event (see held_get()); those in `seen` (may
 * be NULL) with their keywords. Forgets what was seen of streams that are gone.
 */
bool streams_get(struct client *client, struct streams_seen *seen,
	struct strv *events, struct error *error);

#endif
