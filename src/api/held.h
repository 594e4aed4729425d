/* Tables of what Tor holds now, each line as the event that would tell it. */
#ifndef API_HELD_H
#define API_HELD_H

#include "conn/client.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * control-spec 3.9: a line of circuit-status, stream-status and orconn-status
 * has the words of the events CIRC, STREAM and ORCONN. Asks for `key` and adds
 * each line to `events` as one whole message of the event `type`, for
 * event_decode(). A tap sees the reply.
 */
bool held_get(struct client *client, const char *key, const char *type,
	struct strv *events, struct error *error);

/* The first word behind the type: an id. */
struct span held_id(const char *event);

/* The one of that id, or NULL. */
const char *held_find(const struct strv *events, struct span id);

#endif
