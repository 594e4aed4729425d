/* A queue of events as received, in order. */
#ifndef CONN_QUEUE_H
#define CONN_QUEUE_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One block of memory for all events, so that a million a second need no
 * allocation. Initialise to all zero. Not thread-safe; the caller provides
 * locking.
 */
struct queue {
	struct buf bytes; /* records: a header, then the event as received */
	size_t head;      /* where the oldest record begins */
	size_t open;      /* where the record under construction begins */
	size_t count;     /* complete records */
	bool building;
};

struct queue_event {
	struct span raw; /* one whole message, including line ends */
	int64_t time;    /* when it was read: microseconds since 1970 */
};

/* Adds bytes to the record under construction, starting one if necessary. */
void queue_add(struct queue *queue, struct span bytes);

/* Returns the size in bytes of the record under construction. */
size_t queue_building(const struct queue *queue);

/* Completes the record under construction as an event. */
void queue_commit(struct queue *queue, int64_t time);

/* Removes the oldest event; its bytes are valid until the next queue_add(). */
bool queue_take(struct queue *queue, struct queue_event *event);

/* Returns how many bytes of memory the queued events use. */
size_t queue_size(const struct queue *queue);

void queue_clear(struct queue *queue);

#endif
