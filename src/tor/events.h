/* SETEVENTS: the user's subscriptions, and temporary ones for commands. */
#ifndef TOR_EVENTS_H
#define TOR_EVENTS_H

#include "conn/connection.h"
#include "conn/queue.h"
#include "conn/subscription.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The events of one user of a connection; `wanted` are its names. Set the first
 * members of `subscription`, the rest to zero; release with events_clear().
 */
struct events {
	struct subscription subscription;
	struct strv wanted;
	/* Always subscribed besides `wanted`; NULL-terminated, or NULL. */
	const char *const *own;
	/* Treat borrowed events as wanted, for output that shows every byte. */
	bool show_borrowed;
	const char *const *borrowed; /* NULL-terminated, or NULL */
	/*
	 * Called for every event, with whether the user subscribed to it; may
	 * be NULL.
	 */
	void (*show)(void *arg, const struct queue_event *event, bool wanted);
	void *show_arg;
	/* Prints the events shown, before a wait continues; may be NULL. */
	void (*print)(void *arg);
	void *print_arg;
	uint64_t dropped; /* by the full queue, since events_show() */
};

/* Makes `names` the user's list. If Tor refuses, the old list stays. */
bool events_set(struct events *events, struct connection *connection,
	const struct strv *names, struct reply *reply, struct error *error);

/*
 * Also subscribes to `names` (NULL-terminated) until events_return(), for a
 * command that waits for an event. Meanwhile no event is dropped even if the
 * queue is full; see connection_keep_events(). On failure nothing is borrowed.
 */
bool events_borrow(struct events *events, struct connection *connection,
	const char *const *names, struct error *error);

/*
 * Restores the user's list if anything is borrowed, even if the connection is
 * lost.
 */
void events_return(struct events *events, struct connection *connection);

/*
 * Subscribes to the same events on a new connection. Events of the user that
 * this Tor does not have are removed from the list and added to `lost`.
 */
bool events_resume(struct events *events, struct connection *connection,
	struct strv *lost, struct error *error);

/*
 * Passes all events to `look` (and to `show`) until `look` returns true.
 * Returns false at `deadline`, if the connection is lost, or if interrupted.
 * Events queued after the last one are still shown.
 */
bool events_await(struct events *events, struct connection *connection,
	bool (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * One round of events_await(), for endless waits: waits until there are events
 * and passes all of them to `look` (and to `show`). Returns false as above.
 */
bool events_next(struct events *events, struct connection *connection,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * Shows the events that have arrived so far, without waiting. Returns how many
 * the full queue dropped since the last call.
 */
uint64_t events_show(struct events *events, struct connection *connection);

/*
 * Shows the events that have arrived, before the reply to the last request is
 * printed; may be called from a sink. Events dropped meanwhile count in the
 * next events_show(). Does nothing while events are borrowed.
 */
void events_show_earlier(struct events *events, struct connection *connection);

/* Discards the events of a connection that has ended. */
void events_reset(struct events *events);

void events_clear(struct events *events);

#endif
