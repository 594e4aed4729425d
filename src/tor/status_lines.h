/* Reads circuit-status, stream-status and orconn-status as events. */
#ifndef TOR_STATUS_LINES_H
#define TOR_STATUS_LINES_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Asks for `key` and adds each line to `events` as a complete message of the
 * event `type`, for event_decode(). The lines of circuit-status, stream-status
 * and orconn-status have the format of CIRC, STREAM and ORCONN events
 * (control-spec 3.9). A tap sees the reply.
 */
bool status_lines_get(struct connection *connection, const char *key, const char *type,
	struct strv *events, struct error *error);

/* Returns the first argument of the event: the ID. */
struct span status_lines_id(const char *event);

/* Returns the event with that ID, or NULL. */
const char *status_lines_find(const struct strv *events, struct span id);

#endif
