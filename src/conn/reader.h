/* The parser of received data: passes replies to requests, events to all. */
#ifndef CONN_READER_H
#define CONN_READER_H

#include "conn/connection_inside.h"

enum reader_end {
	READER_MORE,   /* only an unfinished line is left */
	READER_DONE,   /* the reply is complete; there may be more */
	READER_STREAM, /* the next reply is for another thread's sink */
	READER_LOST,   /* the connection is lost */
};

/*
 * Called by the thread that has the role (see waiter.h), with `lock` held,
 * which is released meanwhile.
 */

/*
 * Parses the data that was read, at most up to the end of the reply to `mine`
 * (NULL: all).
 */
enum reader_end reader_take_apart(struct connection *connection,
	struct connection_pending *mine);

/* Reads what has arrived, waiting for something, then does the same. */
enum reader_end reader_read(struct connection *connection,
	struct connection_pending *mine);

/* ---- without `lock` */

/* Passes bytes to the request's sink; others get that much more time. */
void reader_feed_sink(struct connection *connection,
	struct connection_pending *pending, struct span bytes);

/* Shows bytes to the trace, if there is one. */
void reader_trace(const struct connection *connection, bool sent,
	struct span bytes);

#endif
