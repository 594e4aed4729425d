/* SETEVENTS: which events Tor sends, and borrowing some for a while. */
#include "api/events.h"

#include "proto/event.h"

static bool send_list(struct client *client, const struct strv *names,
	const char *const *more, bool own, struct reply *reply,
	struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, "SETEVENTS");
	for (size_t i = 0; i < names->len; i++)
		request_add_word(&request, names->items[i]);
	for (; more && *more; more++)
		if (!strv_has_nocase(names, *more))
			request_add_word(&request, *more);
	ok = own ? client_own_command(client, &request, reply, error) :
		client_command(client, &request, reply, error);
	request_clear(&request);
	return ok;
}

bool events_set(struct events *events, struct client *client,
	const struct strv *names, struct reply *reply, struct error *error)
{
	if (!send_list(client, names, NULL, false, reply, error))
		return false;
	strv_clear(&events->wanted);
	for (size_t i = 0; i < names->len; i++)
		strv_add(&events->wanted, names->items[i]);
	return true;
}

bool events_borrow(struct events *events, struct client *client,
	const char *const *names, struct error *error)
{
	return send_list(client, &events->wanted, names, true, NULL, error);
}

bool events_return(struct events *events, struct client *client,
	struct error *error)
{
	return send_list(client, &events->wanted, NULL, true, NULL, error);
}

static void show(const struct events *events, const struct queue_event *event)
{
	struct span name = event_name(event->raw);

	for (size_t i = 0; events->show && i < events->wanted.len; i++)
		if (span_equal_nocase(name, events->wanted.items[i])) {
			events->show(events->show_arg, event);
			return;
		}
}

bool events_await(struct events *events, struct client *client,
	bool (*look)(void *arg, const struct queue_event *event), void *arg,
	int64_t deadline, struct error *error)
{
	struct queue queue = { 0 };
	struct queue_event event;
	bool found = false;

	while (!found && client_wait(client, deadline, error)) {
		client_take_events(client, &queue);
		while (queue_take(&queue, &event)) {
			show(events, &event);
			found = found || look(arg, &event);
		}
	}
	queue_clear(&queue);
	return found;
}

void events_show(struct events *events, struct client *client)
{
	struct queue queue = { 0 };
	struct queue_event event;

	client_take_events(client, &queue);
	while (queue_take(&queue, &event))
		show(events, &event);
	queue_clear(&queue);
}

void events_clear(struct events *events)
{
	strv_clear(&events->wanted);
}
