/* Distributes events from the reader to subscribers and waiting calls. */
#include "torctl/inside.h"

#include "proto/event.h"
#include "util/clock.h"

#include <errno.h>
#include <unistd.h>

static bool is_listed(const char *const *names, struct span name)
{
	for (; names && *names; names++)
		if (span_equal_nocase(name, *names))
			return true;
	return false;
}

static bool is_wanted(const struct strv *names, struct span name)
{
	for (size_t i = 0; i < names->len; i++)
		if (span_equal_nocase(name, names->items[i]))
			return true;
	return false;
}

static void keep(struct queue *queue, const struct queue_event *event)
{
	queue_add(queue, event->raw);
	queue_commit(queue, event->time);
}

/* Queues an event for the waiting calls and the program. Requires `lock`. */
static void sort_event(struct torctl *tor, const struct queue_event *event)
{
	struct span name = event_name(event->raw);

	for (struct watch *watch = tor->watches; watch; watch = watch->next) {
		if (!is_listed(watch->names, name))
			continue;
		/* A call that falls behind only learns that it has. */
		if (queue_size(&watch->queue) > CLIENT_EVENTS_MAX)
			watch->flooded = true;
		else
			keep(&watch->queue, event);
	}
	if (!tor->closing && (is_wanted(&tor->wanted, name) ||
		is_wanted(&tor->wanting, name)))
		keep(&tor->events, event);
}

/*
 * Waits for room in the queue, but not while a call waits for a reply that
 * follows these events. Requires `lock`.
 */
static bool make_room(struct torctl *tor, struct error *error)
{
	struct queue_event oldest;

	while (tor->drop_events &&
		queue_size(&tor->events) > CLIENT_QUEUE_MAX) {
		queue_take(&tor->events, &oldest);
		tor->dropped++;
	}
	while (queue_size(&tor->events) > CLIENT_QUEUE_MAX && !tor->asking &&
		!tor->closing)
		pthread_cond_wait(&tor->changed, &tor->lock);
	if (queue_size(&tor->events) <= CLIENT_EVENTS_MAX)
		return true;
	return error_set(error, ERROR_CONNECTION,
		"connection closed: more than %d MiB of events were not read",
		CLIENT_EVENTS_MAX >> 20);
}

bool watch_receive(void *arg, struct queue *events, struct error *error)
{
	struct torctl *tor = arg;
	struct queue_event event;
	bool ok = true;

	if (events)
		queue_move(&tor->incoming, events);
	pthread_mutex_lock(&tor->lock);
	tor->lost = tor->lost || !events;
	while (queue_take(&tor->incoming, &event))
		sort_event(tor, &event);
	handle_signal(tor);
	pthread_cond_broadcast(&tor->changed);
	if (events)
		ok = make_room(tor, error);
	pthread_mutex_unlock(&tor->lock);
	return ok;
}

void handle_signal(struct torctl *tor)
{
	bool ready = tor->events.count || tor->lost;
	char byte = 0;

	if (tor->pipe[0] < 0 || ready == tor->ready)
		return;
	tor->ready = ready;
	/* The pipe never holds more than one byte, so neither blocks. */
	if (ready)
		while (write(tor->pipe[1], &byte, 1) < 0 && errno == EINTR)
			;
	else
		while (read(tor->pipe[0], &byte, 1) < 0 && errno == EINTR)
			;
}

/* Adds the name unless the list has it. */
static void add_name(struct strv *list, const char *name)
{
	if (!strv_has_nocase(list, name))
		strv_add(list, name);
}

/* Sends the names of all subscribers. Requires `subscribing`, not `lock`. */
static bool subscribe(struct torctl *tor, const struct strv *wanted,
	struct error *error)
{
	struct strv all = STRV_INIT;
	struct request request;
	bool ok;

	/* Pass names unchanged, even duplicates, and let Tor check them. */
	for (size_t i = 0; i < wanted->len; i++)
		strv_add(&all, wanted->items[i]);
	pthread_mutex_lock(&tor->lock);
	for (struct watch *watch = tor->watches; watch; watch = watch->next)
		for (const char *const *name = watch->names; name && *name;
			name++)
			add_name(&all, *name);
	pthread_mutex_unlock(&tor->lock);
	request_init(&request, "SETEVENTS");
	for (size_t i = 0; i < all.len; i++)
		request_add_word(&request, all.items[i]);
	ok = client_own_command(tor->client, &request, NULL, error);
	request_clear(&request);
	strv_clear(&all);
	return ok;
}

bool torctl_set_events(struct torctl *tor, const char *const *names,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv wanted, old = STRV_INIT;
	bool ok;

	if (!handle_check(tor, &failure))
		return fail(error, &failure);
	wanted = list_copy(names);
	handle_begin(tor);
	pthread_mutex_lock(&tor->subscribing);
	/* An event may arrive before Tor's reply to SETEVENTS is read. */
	pthread_mutex_lock(&tor->lock);
	tor->wanting = wanted;
	pthread_mutex_unlock(&tor->lock);
	ok = subscribe(tor, &wanted, &failure);
	pthread_mutex_lock(&tor->lock);
	old = ok ? tor->wanted : tor->wanting;
	if (ok)
		tor->wanted = tor->wanting;
	tor->wanting = (struct strv)STRV_INIT;
	pthread_mutex_unlock(&tor->lock);
	pthread_mutex_unlock(&tor->subscribing);
	handle_end(tor);
	strv_clear(&old);
	return ok || fail(error, &failure);
}

static void unlink_watch(struct watch *watch)
{
	struct watch **place = &watch->tor->watches;

	while (*place && *place != watch)
		place = &(*place)->next;
	if (*place)
		*place = watch->next;
	watch->names = NULL;
}

static bool borrow(void *arg, const char *const *names, struct error *error)
{
	struct watch *watch = arg;
	struct torctl *tor = watch->tor;
	bool ok;

	if (!handle_check(tor, error))
		return false;
	pthread_mutex_lock(&tor->subscribing);
	pthread_mutex_lock(&tor->lock);
	unlink_watch(watch);
	if (names) {
		watch->names = names;
		watch->next = tor->watches;
		tor->watches = watch;
	}
	pthread_mutex_unlock(&tor->lock);
	ok = subscribe(tor, &tor->wanted, error);
	pthread_mutex_unlock(&tor->subscribing);
	return ok;
}

static bool lost_error(struct torctl *tor, struct error *error)
{
	/* With an empty queue, it only reports why the connection ended. */
	return client_wait(tor->client, 0, error);
}

static bool await(void *arg, int64_t deadline, struct error *error)
{
	struct watch *watch = arg;
	struct torctl *tor = watch->tor;
	bool found, flooded, over = false;

	if (!handle_check(tor, error))
		return false;
	pthread_mutex_lock(&tor->lock);
	while (!(found = watch->queue.count > 0) && !tor->lost &&
		!tor->closing && !over)
		over = !handle_wait(tor, deadline);
	over = !found && !tor->lost && !tor->closing;
	flooded = watch->flooded;
	pthread_mutex_unlock(&tor->lock);
	if (flooded)
		return error_set(error, ERROR_CONNECTION,
			"too many events arrived");
	if (over)
		return error_set(error, ERROR_TIMEOUT, "timed out");
	return found || lost_error(tor, error);
}

static void take(void *arg, struct queue *events)
{
	struct watch *watch = arg;

	if (!handle_check(watch->tor, NULL))
		return;
	pthread_mutex_lock(&watch->tor->lock);
	queue_move(events, &watch->queue);
	pthread_mutex_unlock(&watch->tor->lock);
}

void watch_begin(struct watch *watch, struct torctl *tor)
{
	*watch = (struct watch){
		.tor = tor,
		.source = { borrow, await, take, watch },
	};
	watch->events.source = &watch->source;
	handle_begin(tor);
}

void watch_end(struct watch *watch)
{
	if (handle_check(watch->tor, NULL)) {
		pthread_mutex_lock(&watch->tor->lock);
		unlink_watch(watch);
		pthread_mutex_unlock(&watch->tor->lock);
	}
	queue_clear(&watch->queue);
	events_clear(&watch->events);
	handle_end(watch->tor);
}

struct torctl_event *watch_next(struct torctl *tor, int64_t deadline,
	struct error *error)
{
	struct torctl_event *event = NULL;
	struct queue_event next;
	bool full, over = false;

	pthread_mutex_lock(&tor->lock);
	while (!tor->events.count && !tor->lost && !tor->closing && !over)
		over = !handle_wait(tor, deadline);
	over = !tor->lost && !tor->closing;
	full = queue_size(&tor->events) > CLIENT_QUEUE_MAX;
	if (!tor->closing && queue_take(&tor->events, &next)) {
		event = event_new(&next);
		handle_signal(tor);
		if (full && queue_size(&tor->events) <= CLIENT_QUEUE_MAX)
			pthread_cond_broadcast(&tor->changed);
	}
	pthread_mutex_unlock(&tor->lock);
	if (!event && over)
		error_set(error, ERROR_TIMEOUT, "timed out waiting for an "
			"event");
	else if (!event)
		lost_error(tor, error);
	return event;
}
