/* SETEVENTS: the user's subscriptions, and temporary ones for commands. */
#include "api/events.h"

#include "api/info.h"
#include "proto/event.h"
#include "util/clock.h"

#include <string.h>

/* `names` may be NULL. */
static bool is_listed(const char *const *names, const char *name)
{
	while (names && *names && strcmp(*names, name) != 0)
		names++;
	return names && *names;
}

/* Lists the user's names, then those of `own` and `more` not yet listed. */
static void build_list(const struct events *events, const struct strv *names,
	const char *const *more, struct request *request)
{
	const char *const *lists[] = { events->own, more };

	request_init(request, "SETEVENTS");
	for (size_t i = 0; i < names->len; i++)
		request_add_word(request, names->items[i]);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (const char *const *name = lists[i]; name && *name; name++)
			if (!strv_has_nocase(names, *name) &&
				!(i && is_listed(lists[0], *name)))
				request_add_word(request, *name);
}

bool events_set(struct events *events, struct client *client,
	const struct strv *names, struct reply *reply, struct error *error)
{
	struct request request;
	bool ok;

	build_list(events, names, NULL, &request);
	ok = client_command(client, &request, reply, error);
	request_clear(&request);
	if (!ok)
		return false;
	/* These events arrived under the old list, so show them by it. */
	events_show_earlier(events, client);
	strv_clear(&events->wanted);
	for (size_t i = 0; i < names->len; i++)
		strv_add(&events->wanted, names->items[i]);
	return true;
}

static bool send_list(struct events *events, struct client *client,
	const char *const *names, struct error *error)
{
	struct request request;
	bool ok;

	events->borrowed = names;
	if (events->source)
		return events->source->borrow(events->source->arg, names,
			error);
	build_list(events, &events->wanted, names, &request);
	ok = client_own_command(client, &request, NULL, error);
	request_clear(&request);
	return ok;
}

bool events_borrow(struct events *events, struct client *client,
	const char *const *names, struct error *error)
{
	struct error failure = ERROR_INIT;

	client_keep_events(client, true);
	if (send_list(events, client, names, &failure))
		return true;
	/* If Tor refuses, its previous list stays in effect. */
	if (failure.kind == ERROR_TOR && !events->source) {
		events->borrowed = NULL;
		client_keep_events(client, false);
	}
	events_return(events, client);
	return error_move(error, &failure);
}

void events_return(struct events *events, struct client *client)
{
	if (!events->borrowed)
		return;
	events->borrowed = NULL;
	if (!client_connected(client))
		return;
	send_list(events, client, NULL, NULL);
	client_keep_events(client, false);
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

bool events_resume(struct events *events, struct client *client,
	struct strv *lost, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct strv names = STRV_INIT;
	bool ok;

	if (!events->own && !events->wanted.len)
		return true;
	ok = send_list(events, client, NULL, &failure);
	/* One unknown event makes Tor refuse the list (control-spec 3.4). */
	if (!ok && failure.kind == ERROR_TOR && info_get_names(client,
		"events/names", &names, NULL)) {
		keep_known(&events->wanted, &names, lost);
		if (lost->len) {
			error_clear(&failure);
			ok = send_list(events, client, NULL, &failure);
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

static void give_all(struct events *events, struct client *client,
	void (*look)(void *arg, const struct queue_event *event), void *arg)
{
	struct queue queue = { 0 };

	if (events->source)
		events->source->take(events->source->arg, &queue);
	else
		events->dropped += client_take_events(client, &queue);
	give(events, &queue, look, arg);
}

bool events_next(struct events *events, struct client *client,
	void (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error)
{
	bool over;

	if (!(events->source ? events->source->wait(events->source->arg,
		deadline, error) : client_wait(client, deadline, error)))
		return false;
	/* Check the deadline even if events never stop. */
	over = clock_now() >= deadline;
	if (over)
		client_catch_up(client);
	give_all(events, client, look, arg);
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

bool events_await(struct events *events, struct client *client,
	bool (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error)
{
	struct await await = { look, arg, false };
	struct error failure = ERROR_INIT;

	while (!await.found && events_next(events, client, look_once, &await,
		deadline, &failure))
		if (!await.found && events->print)
			events->print(events->print_arg);
	if (!await.found)
		error_move(error, &failure);
	error_clear(&failure);
	return await.found;
}

uint64_t events_show(struct events *events, struct client *client)
{
	uint64_t dropped;

	give_all(events, client, NULL, NULL);
	dropped = events->dropped;
	events->dropped = 0;
	return dropped;
}

void events_show_earlier(struct events *events, struct client *client)
{
	struct queue queue = { 0 };

	if (events->borrowed || events->source)
		return;
	events->dropped += client_take_earlier(client, &queue);
	give(events, &queue, NULL, NULL);
}

void events_clear(struct events *events)
{
	strv_clear(&events->wanted);
}
