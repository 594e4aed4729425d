/* A queue of events as received, in order. */
#include "conn/queue.h"

#include <string.h>

struct record {
	size_t len;
	int64_t time;
};

static void drop_taken(struct queue *queue)
{
	buf_consume(&queue->bytes, queue->head);
	queue->open -= queue->building ? queue->head : 0;
	queue->head = 0;
}

void queue_add(struct queue *queue, struct span bytes)
{
	static const struct record empty;

	if (!queue->building) {
		/* Drop taken bytes before they outnumber the rest. */
		if (queue->head > queue->bytes.len / 2)
			drop_taken(queue);
		queue->open = queue->bytes.len;
		queue->building = true;
		buf_add(&queue->bytes, &empty, sizeof(empty));
	}
	buf_add_span(&queue->bytes, bytes);
}

size_t queue_building(const struct queue *queue)
{
	return queue->building ? queue->bytes.len - queue->open -
		sizeof(struct record) : 0;
}

void queue_commit(struct queue *queue, int64_t time)
{
	struct record record = { queue_building(queue), time };

	memcpy(queue->bytes.data + queue->open, &record, sizeof(record));
	queue->building = false;
	queue->count++;
}

/* Returns where the complete records end. */
static size_t whole(const struct queue *queue)
{
	return queue->building ? queue->open : queue->bytes.len;
}

bool queue_take(struct queue *queue, struct queue_event *event)
{
	struct record record;
	const char *at;

	if (!queue->count) {
		drop_taken(queue);
		return false;
	}
	at = queue->bytes.data + queue->head;
	memcpy(&record, at, sizeof(record));
	event->raw = (struct span){ at + sizeof(record), record.len };
	event->time = record.time;
	queue->head += sizeof(record) + record.len;
	queue->count--;
	return true;
}

size_t queue_size(const struct queue *queue)
{
	return whole(queue) - queue->head;
}

void queue_clear(struct queue *queue)
{
	buf_clear(&queue->bytes);
	*queue = (struct queue){ 0 };
}
