/* Threads that wait for a connection: which one reads, and which are woken. */
#ifndef CONN_WAITER_H
#define CONN_WAITER_H

#include "conn/connection_inside.h"

/*
 * One waiter at a time has the role of the reader and reads for all; the others
 * sleep. When it leaves, it passes the role on. Set the first members that
 * apply, the rest to zero.
 */
struct waiter {
	struct connection_pending *pending; /* waits for its reply, */
	struct turn *turn;                  /* or for this turn, */
	struct subscription *subscription;  /* or for events of it, */
	bool any; /* or for events of any; nothing is read if one is full */

	bool role; /* it is the one that reads */
	struct waiter *next;
	bool asleep;
	bool has_wake;
	pthread_cond_t wake; /* wakes it if it polls nothing, */
	int wake_pipe[2];    /* else a byte in this pipe does */
};

/* ---- all under `lock` */

void waiter_begin(struct connection *connection, struct waiter *waiter);

/* Passes on the role if the waiter has it. */
void waiter_end(struct connection *connection, struct waiter *waiter);

/* Returns whether the waiter has what it waits for. */
bool waiter_is_ready(const struct connection *connection,
	const struct waiter *waiter);

/*
 * Returns whether the waiter (NULL: a thread that waits for nothing) may take
 * the role. A streamed reply goes to its sink in the thread that asked for it.
 * A waiter for a turn does not read, since nothing would end its poll.
 */
bool waiter_may_read(const struct connection *connection,
	const struct waiter *waiter);

/* Returns whether a full subscription prevents further reading. */
bool waiter_is_held_up(const struct connection *connection);

/* Gives up the role, if possible to the next waiter in the order of replies. */
void waiter_pass_on(struct connection *connection, struct waiter *from);

/*
 * Reads once for all waiters if this one has or can take the role, else sleeps
 * until it is woken. The first descriptor in `wait` is reserved for this
 * function: its `revents` say afterwards whether anything was read or the
 * waiter was woken. Returns as poll() does for the others. May return early.
 */
int waiter_wait(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, nfds_t count, int64_t deadline);

/*
 * Waits until the waiter is ready; otherwise returns false and sets the error.
 */
bool waiter_await(struct connection *connection, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error);

/* Wakes all waiters that are ready. */
void waiter_wake_ready(struct connection *connection);

/*
 * Records the loss of the connection, with its reason, unless already recorded.
 */
void waiter_set_lost(struct connection *connection, struct error *error);

/* Sets the error to the reason for the loss. Returns false. */
bool waiter_set_lost_error(const struct connection *connection,
	struct error *error);

/*
 * Waits until no other thread has the turn, then takes it. Fails if this thread
 * has it already.
 */
bool waiter_take_turn(struct connection *connection, struct turn *turn,
	int64_t deadline, int cancel_fd, struct error *error);

/* Offers the turn to the thread that has waited longest. */
void waiter_end_turn(struct connection *connection, struct turn *turn);

#endif
