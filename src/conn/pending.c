/* A connection's queue of requests that await their replies. */
#include "conn/pending.h"

#include "util/alloc.h"

#include <stdlib.h>

struct connection_pending *pending_new(bool collect, connection_sink *sink,
	void *arg)
{
	struct connection_pending *pending = alloc_zeroed(sizeof(*pending));

	pending->collect = collect;
	pending->sink = sink;
	pending->sink_arg = arg;
	pending->reply.secret = true;
	return pending;
}

void pending_describe(struct connection_pending *pending,
	const struct request *request)
{
	struct span wire = buf_span(&request->wire), line, verb;

	span_next_line(&wire, &line);
	span_next_word(&line, &verb);
	pending->verb = span_copy(verb);
	pending->echoes = request_may_echo(request);
	pending->unsure = request_may_be_ignored(request);
	pending->body = request_has_body(request);
}

void pending_free(struct connection_pending *pending)
{
	if (!pending)
		return;
	buf_clear(&pending->reply);
	buf_clear(&pending->wire);
	error_clear(&pending->failure);
	free(pending->verb);
	free(pending);
}

bool pending_is_over(const struct connection_pending *pending)
{
	return pending->state == PENDING_DONE ||
		pending->state == PENDING_UNANSWERED;
}

void pending_enqueue(struct connection *connection,
	struct connection_pending *pending)
{
	*connection->end = pending;
	connection->end = &pending->next;
}

void pending_end_first(struct connection *connection,
	enum pending_state state)
{
	struct connection_pending *first = connection->first;
	bool is_late = connection->late == first;
	bool unwanted = *first->key.text ||
		(first->state == PENDING_ABANDONED &&
		(!is_late || state != PENDING_DONE));

	connection->first = first->next;
	if (!connection->first)
		connection->end = &connection->first;
	first->next = NULL;
	if (connection->current == first)
		connection->current = NULL;
	if (unwanted && is_late)
		connection->late = NULL;
	if (unwanted)
		pending_free(first);
	else
		first->state = state;
}

bool pending_take_back(struct connection *connection,
	struct connection_pending *pending)
{
	struct connection_pending **place = &connection->first, *next;

	while (*place && *place != pending)
		place = &(*place)->next;
	if (!*place || connection->current == pending)
		return false;
	*place = NULL;
	connection->end = place;
	while ((next = pending->next)) {
		pending->next = next->next;
		pending_free(next);
	}
	return true;
}

void pending_abandon(struct connection *connection,
	struct connection_pending *pending)
{
	connection->need_key = true;
	connection->echo_lost = connection->echo_lost || pending->echoes;
	if (connection->stream == pending)
		connection->stream = NULL;
	pending->keep = pending->keep && !connection->lost &&
		(!connection->late || connection->late->state == PENDING_DONE);
	if (pending->keep) {
		pending_free(connection->late);
		connection->late = pending;
	}
	/* Last, since the reader checks it without the lock. */
	pending->state = PENDING_ABANDONED;
}

bool pending_take_answer(struct connection *connection, struct span line)
{
	struct connection_pending *key = connection->first;

	if (!sync_key_is_answer(line))
		return false;
	while (key && !sync_key_matches(&key->key, line))
		key = key->next;
	if (!key)
		return false;
	connection->answers_probe = key->probe;
	while (connection->first != key)
		pending_end_first(connection, PENDING_UNANSWERED);
	pending_end_first(connection, PENDING_DONE);
	connection->echo_lost = false;
	return true;
}

bool pending_expects_key(const struct connection *connection)
{
	const struct connection_pending *pending = connection->first;

	while (pending && !*pending->key.text)
		pending = pending->next;
	return pending;
}
