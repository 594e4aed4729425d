/*
 * Functions that the files of libtorctl share: connections in use, errors,
 * lists.
 */
#include "torctl/inside.h"

#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>

/* ---- errors and lists */

bool fail(struct torctl_error **out, struct error *error)
{
	if (!out) {
		error_clear(error);
		return false;
	}
	torctl_error_free(*out);
	*out = alloc_zeroed(sizeof(**out));
	return error_move(&(*out)->error, error);
}

void pairs_put(struct torctl_pairs *pairs, struct span name,
	const struct span *value)
{
	struct torctl_pair *pair;

	pairs->items = alloc_resize(pairs->items, pairs->len + 1,
		sizeof(*pairs->items));
	pair = &pairs->items[pairs->len++];
	pair->name = span_copy(name);
	pair->value = value ? span_copy(*value) : NULL;
	pair->size = value ? value->len : 0;
}

struct torctl_pairs *pairs_wrap(struct pairs *from)
{
	struct torctl_pairs *pairs = torctl_pairs_new();

	for (size_t i = 0; i < from->len; i++)
		torctl_pairs_add(pairs, from->items[i].name,
			from->items[i].value);
	pairs_clear(from);
	return pairs;
}

struct pairs pairs_unwrap(const struct torctl_pairs *pairs)
{
	struct pairs copy = { 0 };

	for (size_t i = 0; i < pairs->len; i++) {
		const struct torctl_pair *pair = &pairs->items[i];
		struct span value = { pair->value, pair->size };

		pairs_add(&copy, span_of(pair->name),
			pair->value ? &value : NULL);
	}
	return copy;
}

struct strv list_copy(const char *const *list)
{
	struct strv copy = STRV_INIT;

	for (; list && *list; list++)
		strv_add(&copy, *list);
	return copy;
}

/* ---- connections in use */

struct torctl *handle_new(const struct torctl_options *options)
{
	struct torctl *tor = alloc_zeroed(sizeof(*tor));

	tor->trace = options->trace;
	tor->trace_arg = options->trace_arg;
	tor->events.when_full = options->drop_events ? SUBSCRIPTION_DROPS :
		SUBSCRIPTION_WAITS;
	pthread_mutex_init(&tor->lock, NULL);
	pthread_cond_init(&tor->changed, NULL);
	return tor;
}

void handle_set_connection(struct torctl *tor, struct connection *connection)
{
	connection_set_cancel(connection, -1);
	tor->connection = connection;
	connection_listen(connection, &tor->events);
}

bool handle_check(const struct torctl *tor, struct error *error)
{
	return connection_check_process(tor->connection, error);
}

void handle_destroy(struct torctl *tor)
{
	pthread_mutex_lock(&tor->lock);
	tor->closing = true;
	while (tor->calls)
		pthread_cond_wait(&tor->changed, &tor->lock);
	pthread_mutex_unlock(&tor->lock);
	connection_free(tor->connection);
	opener_result_clear(&tor->where);
	subscription_clear(&tor->events);
	pthread_mutex_destroy(&tor->lock);
	pthread_cond_destroy(&tor->changed);
	free(tor);
}

static void count(struct torctl *tor, int calls)
{
	if (!handle_check(tor, NULL))
		return;
	pthread_mutex_lock(&tor->lock);
	tor->calls += calls;
	pthread_cond_broadcast(&tor->changed);
	pthread_mutex_unlock(&tor->lock);
}

void handle_enter(struct torctl *tor)
{
	count(tor, 1);
}

void handle_leave(struct torctl *tor)
{
	count(tor, -1);
}

bool handle_command(struct torctl *tor, struct request *request,
	struct reply *reply, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	bool ok;

	handle_enter(tor);
	ok = connection_own_command(tor->connection, request, reply, &failure);
	handle_leave(tor);
	request_clear(request);
	return ok || fail(error, &failure);
}

bool handle_word(struct torctl *tor, const char *verb, const char *word,
	struct torctl_error **error)
{
	struct request request;

	request_init(&request, verb);
	if (word)
		request_add_word(&request, word);
	return handle_command(tor, &request, NULL, error);
}

void watch_begin(struct events *events, struct torctl *tor)
{
	*events = (struct events){
		.subscription.when_full = SUBSCRIPTION_ENDS,
	};
	handle_enter(tor);
}

void watch_end(struct events *events, struct torctl *tor)
{
	connection_unsubscribe(tor->connection, &events->subscription);
	events_clear(events);
	handle_leave(tor);
}

bool handle_await(struct torctl *tor, const char *id, int timeout,
	handle_wait *wait, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct wait_found found = { 0 };
	struct events events;
	bool ok;

	watch_begin(&events, tor);
	ok = wait(tor->connection, &events, id, clock_deadline(timeout),
		&found, &failure);
	watch_end(&events, tor);
	wait_found_clear(&found);
	return ok || fail(error, &failure);
}
