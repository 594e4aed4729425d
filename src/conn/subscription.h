/*
 * Subscriptions to a connection's events, and limits on events not yet taken.
 */
#ifndef CONN_SUBSCRIPTION_H
#define CONN_SUBSCRIPTION_H

#include "conn/queue.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Limits on events not yet taken, in bytes. Beyond the first, `when_full`
 * decides what happens; beyond the second, the subscription or the connection
 * ends.
 */
enum {
	SUBSCRIPTION_QUEUE_MAX = 1024 * 1024,
	SUBSCRIPTION_EVENTS_MAX = 128 * 1024 * 1024,
};

enum subscription_full {
	/*
	 * Nothing more is read, except while somebody waits for a reply. Beyond
	 * SUBSCRIPTION_EVENTS_MAX the connection is closed.
	 */
	SUBSCRIPTION_WAITS,
	SUBSCRIPTION_DROPS, /* the oldest */
	SUBSCRIPTION_ENDS,  /* at SUBSCRIPTION_EVENTS_MAX: gets no more */
};

/*
 * SETEVENTS lists the names of all subscriptions of a connection (control-spec
 * 3.4). Set the first members, the others to zero; see connection_subscribe().
 * Everything else belongs to the connection while it is subscribed.
 */
struct subscription {
	enum subscription_full when_full;
	bool all;  /* all events of the connection, not only `names` */
	bool keep; /* drop nothing before SUBSCRIPTION_EVENTS_MAX */
	bool doubtful; /* also lines that Tor may have repeated from a request,
			  if they look like its events */

	struct strv names;
	struct strv asked; /* the names being asked for */
	struct queue queue;
	uint64_t dropped;
	bool ended;
	bool linked;
	struct subscription *next;
};

/* Returns whether the subscription gets events of this name. */
bool subscription_wants(const struct subscription *subscription,
	struct span name);

/* Queues a copy of an event. */
void subscription_add(struct subscription *subscription,
	const struct queue_event *event);

/*
 * Applies the limits after events were added. Returns false if the connection
 * must be closed.
 */
bool subscription_trim(struct subscription *subscription);

/* Returns whether nothing more should be read until events are taken. */
bool subscription_is_full(const struct subscription *subscription);

/* Frees the contents of a subscription that has ended. */
void subscription_clear(struct subscription *subscription);

#endif
