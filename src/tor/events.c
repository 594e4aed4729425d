/* SETEVENTS: the user's subscriptions, and temporary ones for commands. */
#include "tor/events.h"

#include "proto/event.h"
#include "tor/info.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

/* Lists the user's names, then those of `own` and `more` not yet listed. */
static struct strv list_all(const struct events *events,
	const struct strv *names, const char *const *more)
{
	const char *const *lists[] = { events->own, more };
	struct strv all = STRV_INIT;

	for (size_t i = 0; i < names->len; i++)
		strv_add(&all, names->items[i]);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (const char *const *name = lists[i]; name && *name; name++)
			if (!strv_has_nocase(&all, *name))
				strv_add(&all, *name);
	return all;
}

bool events_set(struct events *events, struct connection *connection,
	const struct strv *names, struct reply *reply, struct error *error)
{
	struct strv all = list_all(events, names, NULL);
	size_t wanted;
	bool ok;

	ok = connection_subscribe(connection, &events->subscription, &all,
		reply, error);
	strv_clear(&all);
	if (!ok)
		return false;
	/* These events arrived under the old or already under the new list. */
	wanted = events->wanted.len;
	for (size_t i = 0; i < names->len; i++)
		strv_add(&events->wanted, names->items[i]);
	events_show_earlier(events, connection);
	for (size_t i = 0; i < wanted; i++)
		free(events->wanted.items[i]);
	events->wanted.len -= wanted;
	if (events->wanted.items)
		memmove(events->wanted.items, events->wanted.items + wanted,
			events->wanted.len * sizeof(*events->wanted.items));
	return true;
}

static bool send_list(struct events *events, struct connection *connection,
	const char *const *names, struct error *error)
{
	struct strv all = list_all(events, &events->wanted, names);
	bool ok;

	events->borrowed = names;
	ok = connection_subscribe(connection, &events->subscription, &all, NULL,
		error);
	strv_clear(&all);
	return ok;
}

bool events_borrow(struct events *events, struct connection *connection,
	const char *const *names, struct error *error)
{
	struct error failure = ERROR_INIT;

	connection_keep_events(connection, &events->subscription, true);
	if (send_list(events, connection, names, &failure))
		return true;
	/* If Tor refuses, its previous list stays in effect. */
	if (failure.kind == ERROR_TOR) {
		events->borrowed = NULL;
		connection_keep_events(connection, &events->subscription,
			false);
	}
	events_return(events, connection);
	return error_move(error, &failure);
}

void events_return(struct events *events, struct connection *connection)
{
	if (!events->borrowed)
		return;
	events->borrowed = NULL;
	if (!connection_connected(connection))
		return;
	send_list(events, connection, NULL, NULL);
	connection_keep_events(connection, &events->subscription, false);
}

/* Keeps the events of `wanted` that are in `names`; moves others to `lost`. */
static void keep_known(struct strv *wanted, const struct strv *names,
	struct strv *lost)
{
	struct strv kept = STRV_INIT;

	for (size_t i = 0; i < wanted->len; i++)
		strv_add(strv_has_nocase(names, wanted->items[i]) ? &kept :
			lost, wanted->items[i]);
	strv_clear(wanted);
	*wanted = kept;
}

bool events_resume(struct events *events, struct connection *connection,
	struct strv *lost, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct strv names = STRV_INIT;
	bool ok;

	if (!events->own && !events->wanted.len)
		return true;
	ok = send_list(events, connection, NULL, &failure);
	/* One unknown event makes Tor refuse the list (control-spec 3.4). */
	if (!ok && failure.kind == ERROR_TOR && info_get_names(connection,
		"events/names", &names, NULL)) {
		keep_known(&events->wanted, &names, lost);
		if (lost->len) {
			error_clear(&failure);
			ok = send_list(events, connection, NULL, &failure);
		}
	}
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	strv_clear(&names);
	return ok;
}

static void show(const struct events *events, const struct queue_event *event)
{
	struct span name = event_name(event->raw);
	const char *const *also = events->show_borrowed ? events->borrowed :
		NULL;
	bool wanted = false;

	for (size_t i = 0; i < events->wanted.len && !wanted; i++)
		wanted = span_equal_nocase(name, events->wanted.items[i]);
	for (; also && *also && !wanted; also++)
		wanted = span_equal_nocase(name, *also);
	if (events->show)
		events->show(events->show_arg, event, wanted);
}

/* Passes events to `show` and to `look`, unless that is NULL. */
static void give(struct events *events, struct queue *queue,
	void (*look)(void *arg, const struct queue_event *event), void *arg)
{
	struct queue_event event;

	while (queue_take(queue, &event)) {
		show(events, &event);
		if (look)
			look(arg, &event);
	}
	queue_clear(queue);
}

static void give_all(struct events *events, struct connection *connection,
	void (*look)(void *arg, const struct queue_event *event), void *arg)
{
	struct queue queue = { 0 };

	events->dropped += connection_take_events(connection,
		&events->subscription, SIZE_MAX, &queue);
	give(events, &queue, look, arg);
}

bool events_next(struct events *events, struct connection *connection,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error)
{
	bool over;

	if (!connection_wait(connection, &events->subscription, deadline,
		error)) return false;
	/* Check the deadline even if events never stop. */
	over = clock_now() >= deadline;
	if (over)
		connection_catch_up(connection);
	give_all(events, connection, look, arg);
	return !over || error_set(error, ERROR_TIMEOUT, "timed out");
}

struct await {
	bool (*look)(void *arg, const struct queue_event *event);
	void *arg;
	bool found;
};

static void look_once(void *arg, const struct queue_event *event)
{
	struct await *await = arg;

	await->found = await->found || await->look(await->arg, event);
}

bool events_await(struct events *events, struct connection *connection,
	bool (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error)
{
	struct await await = { look, arg, false };
	struct error failure = ERROR_INIT;

	while (!await.found &&
		events_next(events, connection, look_once, &await, deadline,
			&failure))
		if (!await.found && events->print)
			events->print(events->print_arg);
	if (!await.found)
		error_move(error, &failure);
	error_clear(&failure);
	return await.found;
}

uint64_t events_show(struct events *events, struct connection *connection)
{
	uint64_t dropped;

	give_all(events, connection, NULL, NULL);
	dropped = events->dropped;
	events->dropped = 0;
	return dropped;
}

void events_show_earlier(struct events *events, struct connection *connection)
{
	if (!events->borrowed)
		give_all(events, connection, NULL, NULL);
}

void events_reset(struct events *events)
{
	queue_clear(&events->subscription.queue);
	events->subscription.dropped = 0;
	events->subscription.ended = false;
	events->subscription.keep = false;
}

void events_clear(struct events *events)
{
	strv_clear(&events->wanted);
	subscription_clear(&events->subscription);
}
