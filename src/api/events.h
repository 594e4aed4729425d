/* SETEVENTS: which events Tor sends, and borrowing some for a while. */
#ifndef API_EVENTS_H
#define API_EVENTS_H

#include "conn/client.h"
#include "conn/queue.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Where events come from when it is not the client's queue: a connection that
 * several threads share has a queue for each wait.
 */
struct events_source {
	/* Has Tor send these as well (ended by NULL); NULL: no longer. */
	bool (*borrow)(void *arg, const char *const *names,
		struct error *error);
	bool (*wait)(void *arg, int64_t deadline, struct error *error);
	void (*take)(void *arg, struct queue *events);
	void *arg;
};

/*
 * control-spec 3.4. SETEVENTS replaces the list, so this keeps it: `wanted` is
 * what the user asked for. Starts all zero, ends with events_clear(). One for
 * a connection.
 */
struct events {
	struct strv wanted;
	/* Sent for always, beside `wanted`; ended by NULL, or NULL. */
	const char *const *own;
	/* Borrowed events count as wanted: the bytes are all that is shown. */
	bool show_borrowed;
	const char *const *borrowed; /* ended by NULL, or NULL */
	/*
	 * Given every event that comes, and whether it is a wanted one; NULL:
	 * nobody looks.
	 */
	void (*show)(void *arg, const struct queue_event *event, bool wanted);
	void *show_arg;
	/* Told to print what was shown, before a wait goes on; or NULL. */
	void (*print)(void *arg);
	void *print_arg;
	uint64_t dropped; /* by the full queue, since events_show() */
	const struct events_source *source; /* NULL: the client */
};

/* Makes `names` the list. When Tor refuses, the old one stays. */
bool events_set(struct events *events, struct client *client,
	const struct strv *names, struct reply *reply, struct error *error);

/*
 * Has Tor send `names` (ended by NULL) as well, until events_return(): for a
 * command whose answer is an event. Meanwhile the client drops none, be the
 * queue full or not, see client_keep_events(). A failure leaves nothing
 * borrowed.
 */
bool events_borrow(struct events *events, struct client *client,
	const char *const *names, struct error *error);

/*
 * Back to the user's list, if anything is borrowed; also when the connection is
 * lost.
 */
void events_return(struct events *events, struct client *client);

/*
 * Has a new connection send what the old one sent. Of what the user wanted,
 * events that this Tor does not have are taken off the list and added to
 * `lost`.
 */
bool events_resume(struct events *events, struct client *client,
	struct strv *lost, struct error *error);

/*
 * Gives all events that come to `look` (and to `show`) until `look` returns
 * true. False: `deadline` has come, connection lost, interrupted.
 * What came in the same moment behind the last one is shown too, not lost.
 */
bool events_await(struct events *events, struct client *client,
	bool (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * One round of it, for what goes on: waits until events are there, and gives
 * all that have come to `look` (and to `show`). False as above.
 */
bool events_next(struct events *events, struct client *client,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error);

/*
 * Shows the events that have come so far, without waiting. Returns how many
 * the full queue has dropped since the last call.
 */
uint64_t events_show(struct events *events, struct client *client);

/*
 * The same for those that came before the reply to the last request, to be
 * shown before it; also from a sink. What they cost the full queue is for the
 * next events_show() to say. Leaves events that a command has borrowed to it.
 */
void events_show_earlier(struct events *events, struct client *client);

void events_clear(struct events *events);

#endif
