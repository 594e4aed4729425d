/* Requests that are sent ahead of their turn. */
#include "conn/ahead.h"

#include "conn/pending.h"
#include "conn/reader.h"
#include "conn/sender.h"

#include <string.h>

enum {
	/* Tor reads this much at a time, and acknowledges each part. */
	AHEAD_BATCH = 4096,
};

/* Bytes that are not sent now are sent before the next request. */
static void try_to_flush(struct connection *connection,
	const struct connection_pending *now)
{
	struct error error = ERROR_INIT;

	sender_flush(connection, now->deadline, now->cancel_fd, &error);
	error_clear(&error);
}

void ahead_send(struct connection *connection, struct request *request,
	unsigned long step)
{
	struct connection_pending *pending = pending_new(true, NULL, NULL);
	struct error error = ERROR_INIT;
	bool ok = connection_check_process(connection, NULL) &&
		request_finish(request, NULL);

	if (ok)
		pending_describe(pending, request);
	if (!ok || pending->echoes || pending->unsure ||
		!sender_begin(connection, pending, &error)) {
		error_clear(&error);
		pending_free(pending);
		return;
	}
	pending->step = step;
	buf_add_span(&pending->wire, buf_span(&request->wire));
	if (connection->unsent.len + pending->wire.len > AHEAD_BATCH)
		try_to_flush(connection, pending);
	sender_add(connection, pending, buf_span(&pending->wire));
	pthread_mutex_lock(&connection->lock);
	*connection->ahead_end = pending;
	connection->ahead_end = &pending->next_ahead;
	pthread_mutex_unlock(&connection->lock);
	sender_end(connection);
}

void ahead_flush(struct connection *connection)
{
	struct connection_pending now = { .step = 0 };
	struct error error = ERROR_INIT;

	if (connection_check_process(connection, NULL) &&
		sender_begin(connection, &now, &error)) {
		try_to_flush(connection, &now);
		sender_end(connection);
	}
	error_clear(&error);
}

/* Removes one from the list. Under `lock`. */
static struct connection_pending *take_out(struct connection *connection,
	struct connection_pending **place)
{
	struct connection_pending *taken = *place;

	if (!taken)
		return NULL;
	*place = taken->next_ahead;
	if (!*place)
		connection->ahead_end = place;
	return taken;
}

/* Drops what was sent ahead up to a step. Under `lock`. */
static void drop(struct connection *connection, unsigned long last)
{
	struct connection_pending **place = &connection->ahead, *passed;

	while (*place) {
		if ((*place)->step > last) {
			place = &(*place)->next_ahead;
			continue;
		}
		passed = take_out(connection, place);
		if (pending_is_over(passed))
			pending_free(passed);
		else
			passed->state = PENDING_ABANDONED;
	}
}

void ahead_begin_step(struct connection *connection, unsigned long step)
{
	pthread_mutex_lock(&connection->lock);
	connection->step = step;
	if (step)
		drop(connection, step - 1);
	pthread_mutex_unlock(&connection->lock);
}

void ahead_send_soon(struct connection *connection, struct request *request)
{
	unsigned long step;

	pthread_mutex_lock(&connection->lock);
	step = connection->step;
	pthread_mutex_unlock(&connection->lock);
	if (!connection->config.trace)
		ahead_send(connection, request, step);
}

void ahead_forget(struct connection *connection)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	drop(connection, connection->step);
	pthread_mutex_unlock(&connection->lock);
}

bool ahead_has_next(struct connection *connection)
{
	const struct connection_pending *next;
	bool has;

	pthread_mutex_lock(&connection->lock);
	next = connection->ahead;
	has = next && next->step == connection->step + 1 &&
		next == connection->first && !connection->reading &&
		!connection->in_reply && !connection->guarding &&
		incoming_has_reply(&connection->incoming);
	pthread_mutex_unlock(&connection->lock);
	return has;
}

bool ahead_may_send(struct connection *connection)
{
	bool may;

	pthread_mutex_lock(&connection->lock);
	may = !connection->lost && !connection->large;
	pthread_mutex_unlock(&connection->lock);
	return may;
}

struct connection_pending *ahead_claim(struct connection *connection,
	struct connection_pending *pending, struct span wire)
{
	struct connection_pending **place = &connection->ahead, *found;

	pthread_mutex_lock(&connection->lock);
	while (*place && ((*place)->step != connection->step ||
		(*place)->wire.len != wire.len ||
		memcmp((*place)->wire.data, wire.at, wire.len) != 0))
		place = &(*place)->next_ahead;
	found = take_out(connection, place);
	if (found) {
		found->last_line = !pending->collect;
		found->ahead_sink = pending->sink;
		found->sink_arg = pending->sink_arg;
		found->timeout = connection->config.timeout;
		found->cancel_fd = connection->config.cancel_fd;
		found->deadline = connection_deadline(&connection->config);
	}
	pthread_mutex_unlock(&connection->lock);
	if (found)
		pending_free(pending);
	return found;
}

void ahead_hand_over(struct connection *connection,
	struct connection_pending *pending)
{
	struct buf *reply = &pending->reply;
	size_t last = reply->len - 1;

	if (!pending->ahead_sink)
		return;
	pending->sink = pending->ahead_sink;
	reader_feed_sink(connection, pending, buf_span(reply));
	while (last && reply->data[last - 1] != '\n')
		last--;
	if (pending->last_line)
		buf_consume(reply, last);
}
