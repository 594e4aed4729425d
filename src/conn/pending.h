/* The queue of a connection: requests whose replies are still to come. */
#ifndef CONN_PENDING_H
#define CONN_PENDING_H

#include "conn/connection_inside.h"

/* Returns a request whose reply is kept as a whole, or its last line only. */
struct connection_pending *pending_new(bool collect, connection_sink *sink,
	void *arg);

/* Notes what matters of a finished request. */
void pending_describe(struct connection_pending *pending,
	const struct request *request);

/* `pending` may be NULL. */
void pending_free(struct connection_pending *pending);

/* ---- all under `lock` */

/* Returns whether no reply is awaited any more. */
bool pending_is_over(const struct connection_pending *pending);

/* Appends to the queue. */
void pending_enqueue(struct connection *connection,
	struct connection_pending *pending);

/* Removes the first, in this state; frees it if nobody wants it any more. */
void pending_end_first(struct connection *connection,
	enum pending_state state);

/*
 * Removes the request and what follows it, of which nothing was sent, from the
 * queue. Returns false if a reply came for it nevertheless.
 */
bool pending_take_back(struct connection *connection,
	struct connection_pending *pending);

/* From now on nobody expects the reply. */
void pending_abandon(struct connection *connection,
	struct connection_pending *pending);

/*
 * If the line answers a key, ends everything before it in the queue. Returns
 * whether it does.
 */
bool pending_take_answer(struct connection *connection, struct span line);

/* Returns whether the answer to a key is still to come. */
bool pending_expects_key(const struct connection *connection);

#endif
