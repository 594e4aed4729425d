/*
 * Requests that are sent ahead of their turn: a script's questions travel while
 * earlier ones are being answered.
 */
#ifndef CONN_AHEAD_H
#define CONN_AHEAD_H

#include "conn/connection.h"

/* After a reply of more bytes nothing is sent ahead, see ahead_may_send(). */
enum { AHEAD_LARGE = 64 * 1024 };

/*
 * Sends a request, which must only ask, ahead of its turn: whoever makes the
 * same request when it is the turn of `step` gets this reply. Nothing else is
 * different then: replies, and events between them, are not seen before their
 * turn, unless connection_read_on() was called. Several are sent at once: see
 * ahead_flush(). If it cannot be sent, nothing happens.
 */
void ahead_send(struct connection *connection, struct request *request,
	unsigned long step);

/* Sends what ahead_send() has held back. */
void ahead_flush(struct connection *connection);

/*
 * It is the turn of `step`. What was sent ahead for earlier ones, and not asked
 * for, is dropped.
 */
void ahead_begin_step(struct connection *connection, unsigned long step);

/*
 * Returns whether what was sent ahead for the next step will be answered, and
 * not refused, without waiting.
 */
bool ahead_has_next(struct connection *connection);

/*
 * Returns false after a reply larger than AHEAD_LARGE: what Tor has not sent yet
 * piles up in its memory.
 */
bool ahead_may_send(struct connection *connection);

/*
 * If this request was sent ahead, returns that one, which now stands for
 * `pending`, and is waited for as if it had been sent now. Frees `pending` then.
 * For connection.c.
 */
struct connection_pending *ahead_claim(struct connection *connection,
	struct connection_pending *pending, struct span wire);

/* Passes a claimed reply to the sink that it was claimed for, if any. */
void ahead_hand_over(struct connection *connection,
	struct connection_pending *pending);

#endif
