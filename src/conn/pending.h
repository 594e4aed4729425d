/* A connection's queue of requests that await their replies. */
#ifndef CONN_PENDING_H
#define CONN_PENDING_H

#include "conn/connection_inside.h"

/* Returns a request whose reply is kept as a whole, or its last line only. */
struct connection_pending *pending_new(bool collect, connection_sink *sink,
	void *arg);

/* Notes what affects the reply to a finished request. */
void pending_describe(struct connection_pending *pending,
	const struct request *request);

/* `pending` may be NULL. */
void pending_free(struct connection_pending *pending);

/* ---- with `lock` held */

/* Returns whether no reply is awaited. */
bool pending_is_over(const struct connection_pending *pending);

/* Appends to the queue. */
void pending_enqueue(struct connection *connection,
	struct connection_pending *pending);

/* Removes the first and sets its state; frees it if nobody waits for it. */
void pending_end_first(struct connection *connection,
	enum pending_state state);

/*
 * Removes the request, of which nothing was sent, and everything after it from
 * the queue. Returns false if a reply arrived for it nevertheless.
 */
bool pending_take_back(struct connection *connection,
	struct connection_pending *pending);

/* Marks the request as one whose reply nobody waits for. */
void pending_abandon(struct connection *connection,
	struct connection_pending *pending);

/*
 * If the line answers a key, ends everything before that key in the queue.
 * Returns whether it does.
 */
bool pending_take_answer(struct connection *connection, struct span line);

/* Returns whether the answer to a key has not arrived yet. */
bool pending_expects_key(const struct connection *connection);

#endif
