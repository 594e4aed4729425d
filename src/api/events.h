/* SETEVENTS: the user's subscriptions, and temporary ones for commands. */
#ifndef API_EVENTS_H
#define API_EVENTS_H

#include "conn/client.h"
#include "conn/queue.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A source of events other than the client's queue: a connection shared by
 * several threads has a queue for each wait.
 */
struct events_source {
	/* Also subscribes to these (NULL-terminated); NULL: not any more. */
	bool (*borrow)(void *arg, const char *const *names,
		struct error *error);
	bool (*wait)(void *arg, int64_t deadline, struct error *error);
	void (*take)(void *arg, struct queue *events);
	void *arg;
};

/*
 * The subscriptions of one connection. SETEVENTS replaces the whole list
 * (control-spec 3.4), so it is kept here; `wanted` is what the user asked for.
 * Initialize to zero; release with events_clear().
 */
struct events {
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
	/* Prints what was shown, before a wait continues; may be NULL. */
	void (*print)(void *arg);
	void *print_arg;
	uint64_t dropped; /* by the full queue, since events_show() */
	const struct events_source *source; /* NULL: the client's queue */
};

/* Makes `names` the user's list. If Tor refuses, the old list stays. */
bool events_set(struct events *events, struct client *client,
	const struct strv *names, struct reply *reply, struct error *error);

/*
 * Also subscribes to `names` (NULL-terminated) until events_return(), for a
 * command that waits for an event. Meanwhile the client drops no events even if
 * the queue is full; see client_keep_events(). On failure nothing is borrowed.
 */
bool events_borrow(struct events *events, struct client *client,
	const char *const *names, struct error *error);

/*
 * Restores the user's list if anything is borrowed, even if the connection is
 * lost.
 */
void events_return(struct events *events, struct client *client);

/*
 * Subscribes to the same events on a new connection. Events of the user that
 * this Tor does not have are removed from the list and added to `lost`.
 */
bool events_resume(struct events *events, struct client *client,
	struct strv *lost, struct error *error);

/*
 * Passes all events to `look` (and to `show`) until `look` returns true.
 * Returns false at `deadline`, if the connection is lost, or if interrupted.
 * Events queued after the last one are still shown.
 */
bool events_await(struct events *events, struct client *client,
	bool (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * One round of events_await(), for endless waits: waits until there are events
 * and passes all of them to `look` (and to `show`). Returns false as above.
 */
bool events_next(struct events *events, struct client *client,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * Shows the events that have arrived so far, without waiting. Returns how many
 * the full queue dropped since the last call.
 */
uint64_t events_show(struct events *events, struct client *client);

/*
 * Shows only events that arrived before the reply to the last request, to print
 * them before it; may be called from a sink. Events dropped meanwhile count in
 * the next events_show(). Does nothing while events are borrowed.
 */
void events_show_earlier(struct events *events, struct client *client);

void events_clear(struct events *events);

#endif
