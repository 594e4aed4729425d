/*
 * Requests that are sent ahead of their turn, while earlier ones are being
 * answered.
 */
#ifndef CONN_AHEAD_H
#define CONN_AHEAD_H

#include "conn/connection.h"

/* After a larger reply nothing is sent ahead, see ahead_may_send(). */
enum { AHEAD_LARGE = 64 * 1024 };

/*
 * Sends a request, which must only ask, ahead of its turn: the same request,
 * when made in the turn of `step`, gets this reply. Otherwise nothing changes:
 * replies, and events between them, are not seen before their turn, unless
 * connection_read_on() was called. Several are sent at once: see ahead_flush().
 * If it cannot be sent, nothing happens.
 */
void ahead_send(struct connection *connection, struct request *request,
	unsigned long step);

/*
 * Does the same for a request that will be made in this step. If it is not
 * made, call ahead_forget(). Does nothing if there is a trace, which shows each
 * request above its reply.
 */
void ahead_send_soon(struct connection *connection, struct request *request);

/* Drops what was sent ahead for this step and earlier ones. */
void ahead_forget(struct connection *connection);

/* Sends what ahead_send() has held back. */
void ahead_flush(struct connection *connection);

/*
 * Begins the turn of `step`. Drops what was sent ahead for earlier ones and not
 * claimed.
 */
void ahead_begin_step(struct connection *connection, unsigned long step);

/*
 * Returns whether what was sent ahead for the next step will be answered, and
 * not refused, without waiting.
 */
bool ahead_has_next(struct connection *connection);

/*
 * Returns false after a reply larger than AHEAD_LARGE: replies not yet sent
 * accumulate in Tor's memory.
 */
bool ahead_may_send(struct connection *connection);

/*
 * If this request was sent ahead, returns that one, which replaces `pending`
 * and is waited for as if it had been sent now; frees `pending`. Otherwise
 * returns NULL. For connection.c.
 */
struct connection_pending *ahead_claim(struct connection *connection,
	struct connection_pending *pending, struct span wire);

/* Passes a claimed reply to the sink that it was claimed for, if any. */
void ahead_hand_over(struct connection *connection,
	struct connection_pending *pending);

#endif
