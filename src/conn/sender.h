/* Sending of requests, and of the keys that accompany them. */
#ifndef CONN_SENDER_H
#define CONN_SENDER_H

#include "conn/connection_inside.h"

/*
 * Waits until this thread may send, and stores the deadline and cancel
 * descriptor for its reply in `pending`.
 */
bool sender_begin(struct connection *connection,
	struct connection_pending *pending, struct error *error);

void sender_end(struct connection *connection);

/* ---- between sender_begin() and sender_end() */

/*
 * Appends a request to the queue and to the unsent bytes, with the keys that
 * must precede and follow it. Returns the number of bytes, without a preceding
 * key.
 */
size_t sender_add(struct connection *connection,
	struct connection_pending *pending, struct span wire);

/* Does the same with a key. */
void sender_add_key(struct connection *connection);

/*
 * Adds a key that only asks for an answer, and sends what can be sent without
 * waiting. No request depends on it unless it had to precede the next one.
 */
void sender_probe(struct connection *connection);

/*
 * Sends the unsent bytes, reading while Tor accepts no more. What remains after
 * a failure is sent before the next request.
 */
bool sender_flush(struct connection *connection, int64_t deadline,
	int cancel_fd, struct error *error);

/*
 * Does both. If the deadline passes before any of it was sent, withdraws it and
 * fails; if part of it was sent, sets `pending->partly_sent`.
 */
bool sender_send(struct connection *connection,
	struct connection_pending *pending, struct span wire,
	struct error *error);

#endif
