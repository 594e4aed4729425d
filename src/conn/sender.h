/* Sending requests, and the keys that go with them. */
#ifndef CONN_SENDER_H
#define CONN_SENDER_H

#include "conn/connection_inside.h"

/*
 * Waits until this thread may send, and notes in `pending` until when and how
 * its reply is awaited.
 */
bool sender_begin(struct connection *connection,
	struct connection_pending *pending, struct error *error);

void sender_end(struct connection *connection);

/* ---- between the two */

/*
 * Appends a request to the queue, and to what is to be sent, with the keys that
 * must come before and after it. Returns how many bytes that are, not counting
 * the key before.
 */
size_t sender_add(struct connection *connection,
	struct connection_pending *pending, struct span wire);

/* Appends a key. */
void sender_add_key(struct connection *connection);

/*
 * Sends what is to be sent, and reads while Tor takes no more. What remains
 * after a failure goes out before the next request.
 */
bool sender_flush(struct connection *connection, int64_t deadline,
	int cancel_fd, struct error *error);

/*
 * Does both. If the deadline comes before any of it was sent, takes it back and
 * fails; if part of it was, `pending` says so.
 */
bool sender_send(struct connection *connection,
	struct connection_pending *pending, struct span wire,
	struct error *error);

#endif
