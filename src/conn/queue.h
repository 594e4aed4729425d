/* Events waiting to be taken, as the bytes that came, in their order. */
#ifndef CONN_QUEUE_H
#define CONN_QUEUE_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One run of memory for all events, so that a million a second cost no
 * allocation. All zero at first. Knows nothing of threads: whoever shares one
 * guards it.
 */
struct queue {
	struct buf bytes; /* records: a header, then the event as received */
	size_t head;      /* where the oldest record begins */
	size_t open;      /* where the record under construction begins */
	size_t count;     /* whole records */
	bool building;
};

struct queue_event {
	struct span raw; /* one whole message, line ends included */
	int64_t time;    /* when it was read: microseconds since 1970 */
};

/* Adds bytes to the record under construction, starting it if need be. */
void queue_add(struct queue *queue, struct span bytes);

/* How many bytes the record under construction has. */
size_t queue_building(const struct queue *queue);

/* Makes the record under construction an event of its own. */
void queue_commit(struct queue *queue, int64_t time);

/* Moves all whole events of `from` behind those of `to`. */
void queue_move(struct queue *to, struct queue *from);

/* Removes the oldest event; its bytes are good until the next queue_add(). */
bool queue_take(struct queue *queue, struct queue_event *event);

/* How many bytes of memory the waiting events take. */
size_t queue_size(const struct queue *queue);

void queue_clear(struct queue *queue);

#endif
