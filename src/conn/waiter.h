/* Threads that wait for a connection: who of them reads, and who is woken. */
#ifndef CONN_WAITER_H
#define CONN_WAITER_H

#include "conn/connection_inside.h"

/*
 * Whoever waits, reads: one waiter at a time has the role and reads for all,
 * the others sleep. Whoever leaves passes the role on. Initialize with the first
 * members that fit, the others to zero.
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

/* Also passes on the role, if it has that. */
void waiter_end(struct connection *connection, struct waiter *waiter);

/* Returns whether what it waits for is there. */
bool waiter_is_ready(const struct connection *connection,
	const struct waiter *waiter);

/*
 * Returns whether the waiter (NULL: somebody who waits for nothing) may take
 * the role. A streamed reply goes to its sink in the thread that asked for it.
 * Who waits for a turn does not read, since nothing would end its poll.
 */
bool waiter_may_read(const struct connection *connection,
	const struct waiter *waiter);

/* Returns whether a subscription does not let anything more be read. */
bool waiter_is_held_up(const struct connection *connection);

/* Gives the role up, to the next one in the order of replies if possible. */
void waiter_pass_on(struct connection *connection, struct waiter *from);

/*
 * Reads once for everybody if the waiter has or can take the role, else sleeps
 * until it is woken. Returns as poll() does, for the descriptors after the first
 * in `wait`, which is this function's: its `revents` say afterwards whether
 * anything was read or the waiter was woken. May return early.
 */
int waiter_wait(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, nfds_t count, int64_t deadline);

/*
 * Waits until the waiter is ready. Returns whether it is; if not, the error says
 * why.
 */
bool waiter_await(struct connection *connection, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error);

/* Wakes all that are ready. */
void waiter_wake_ready(struct connection *connection);

/* The connection is lost, for this reason, if it was not before. */
void waiter_set_lost(struct connection *connection, struct error *error);

/* Fails with why it was lost. */
bool waiter_set_lost_error(const struct connection *connection,
	struct error *error);

/*
 * Waits until no other thread has the turn. Fails if this one has it, which
 * would wait for itself.
 */
bool waiter_take_turn(struct connection *connection, struct turn *turn,
	int64_t deadline, int cancel_fd, struct error *error);

/* Offers the turn to who has waited longest. */
void waiter_end_turn(struct connection *connection, struct turn *turn);

#endif
