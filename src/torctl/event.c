/*
 * Events: their selection, delivery in a thread or one at a time, and fields.
 */
#include "torctl/inside.h"

#include "proto/event.h"
#include "proto/event_json.h"
#include "proto/event_text.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/thread.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct torctl_event {
	char *type;
	int64_t time;
	struct buf raw;
	struct torctl_pairs *fields;
	struct buf json, text;
};

static struct torctl_event *event_new(const struct queue_event *from)
{
	struct torctl_event *event = alloc_zeroed(sizeof(*event));

	buf_add_span(&event->raw, from->raw);
	event->time = from->time;
	event->type = span_copy(event_name(from->raw));
	return event;
}

const char *torctl_event_type(const struct torctl_event *event)
{
	return event->type;
}

int64_t torctl_event_time(const struct torctl_event *event)
{
	return event->time;
}

static void add_field(struct torctl_pairs *fields,
	const struct event_value *value)
{
	struct buf scratch = BUF_INIT, name = BUF_INIT;
	struct span text = event_value_text(value, &scratch);

	/* JSON has an empty path where Tor sends none. */
	if (value->field && value->field->type == EVENT_PATH && !text.len)
		return;
	if (value->field)
		buf_add_string(&name, value->field->json);
	else if (value->name.len)
		event_add_name(&name, value->name);
	pairs_put(fields, buf_span(&name), &text);
	buf_clear(&name);
	buf_clear(&scratch);
}

const struct torctl_pairs *torctl_event_fields(struct torctl_event *event)
{
	struct event decoded;
	struct span rest, word;

	if (event->fields)
		return event->fields;
	event->fields = torctl_pairs_new();
	if (!event_decode(&decoded, buf_span(&event->raw)))
		return event->fields;
	for (size_t i = 0; i < decoded.len; i++)
		add_field(event->fields, &decoded.values[i]);
	rest = decoded.rest;
	while (span_next_word(&rest, &word))
		pairs_put(event->fields, span_of(""), &word);
	return event->fields;
}

const char *torctl_event_field(struct torctl_event *event, const char *name)
{
	return torctl_pairs_find(torctl_event_fields(event), name);
}

/* Removes the line end. */
static const char *as_line(struct buf *text)
{
	if (text->len && text->data[text->len - 1] == '\n')
		buf_truncate(text, text->len - 1);
	return buf_text(text);
}

const char *torctl_event_json(struct torctl_event *event)
{
	struct event_json json = { 0 };
	struct json to = { .to = &event->json };

	if (!event->json.len)
		event_json_add(&json, &to, buf_span(&event->raw), event->time);
	event_json_clear(&json);
	return as_line(&event->json);
}

const char *torctl_event_text(struct torctl_event *event)
{
	if (!event->text.len)
		event_text_add(&event->text, buf_span(&event->raw), false);
	return as_line(&event->text);
}

void torctl_event_free(struct torctl_event *event)
{
	if (!event)
		return;
	torctl_pairs_free(event->fields);
	buf_clear(&event->raw);
	buf_clear(&event->json);
	buf_clear(&event->text);
	free(event->type);
	free(event);
}

/* ---- taking events */

bool torctl_set_events(struct torctl *tor, const char *const *names,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv wanted;
	bool ok;

	if (!handle_check(tor, &failure))
		return fail(error, &failure);
	wanted = list_copy(names);
	handle_enter(tor);
	/* Events are read even if nobody waits for them. */
	ok = (!wanted.len || connection_read_on(tor->connection, &failure)) &&
		connection_subscribe(tor->connection, &tor->events, &wanted,
			NULL, &failure);
	handle_leave(tor);
	strv_clear(&wanted);
	return ok || fail(error, &failure);
}

static bool is_dispatching(struct torctl *tor)
{
	bool dispatching;

	pthread_mutex_lock(&tor->lock);
	dispatching = tor->dispatching;
	pthread_mutex_unlock(&tor->lock);
	return dispatching;
}

/* Returns the next event, or NULL with the error. */
static struct torctl_event *next_event(struct torctl *tor, int64_t deadline,
	struct error *error)
{
	struct torctl_event *event = NULL;
	struct queue queue = { 0 };
	struct queue_event next;
	uint64_t dropped;
	bool closing;

	/* Another thread may take the event that ends this one's wait. */
	while (!event &&
		connection_wait(tor->connection, &tor->events, deadline,
			error)) {
		dropped = connection_take_events(tor->connection, &tor->events,
			1, &queue);
		pthread_mutex_lock(&tor->lock);
		closing = tor->closing;
		tor->dropped += dropped;
		pthread_mutex_unlock(&tor->lock);
		if (closing) {
			error_set(error, ERROR_CONNECTION,
				"the connection was closed locally");
			break;
		}
		if (queue_take(&queue, &next))
			event = event_new(&next);
	}
	queue_clear(&queue);
	if (!event && error->kind == ERROR_TIMEOUT)
		error_set(error, ERROR_TIMEOUT,
			"timed out waiting for an event");
	return event;
}

struct torctl_event *torctl_next_event(struct torctl *tor, int timeout,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct torctl_event *event = NULL;

	if (!handle_check(tor, &failure)) {
		fail(error, &failure);
		return NULL;
	}
	handle_enter(tor);
	if (is_dispatching(tor))
		error_set(&failure, ERROR_USAGE, "torctl_next_event() is not "
			"available: torctl_dispatch() was called");
	else
		event = next_event(tor, clock_deadline(timeout), &failure);
	handle_leave(tor);
	if (!event)
		fail(error, &failure);
	return event;
}

int torctl_events_fd(struct torctl *tor, struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	int fd = -1;

	if (!handle_check(tor, &failure)) {
		fail(error, &failure);
		return -1;
	}
	handle_enter(tor);
	if (connection_read_on(tor->connection, &failure)) {
		fd = connection_events_fd(tor->connection, &tor->events);
		if (fd < 0)
			error_set(&failure, ERROR_FILE, "pipe: %s",
				strerror(errno));
	}
	handle_leave(tor);
	if (fd < 0)
		fail(error, &failure);
	return fd;
}

uint64_t torctl_events_dropped(struct torctl *tor)
{
	struct queue none = { 0 };
	uint64_t dropped;

	if (!handle_check(tor, NULL))
		return 0;
	handle_enter(tor);
	dropped =
		connection_take_events(tor->connection, &tor->events, 0, &none);
	handle_leave(tor);
	pthread_mutex_lock(&tor->lock);
	dropped += tor->dropped;
	tor->dropped = 0;
	pthread_mutex_unlock(&tor->lock);
	queue_clear(&none);
	return dropped;
}

static bool is_orphan(struct torctl *tor)
{
	bool orphan;

	pthread_mutex_lock(&tor->lock);
	orphan = tor->orphan;
	pthread_mutex_unlock(&tor->lock);
	return orphan;
}

static void *dispatch(void *arg)
{
	struct torctl *tor = arg;
	struct torctl_error last = { ERROR_INIT };
	struct torctl_event *event;

	while ((event = next_event(tor, CLOCK_NEVER, &last.error))) {
		tor->callback(tor->callback_arg, tor, event, NULL);
		torctl_event_free(event);
	}
	if (!is_orphan(tor))
		tor->callback(tor->callback_arg, tor, NULL, &last);
	error_clear(&last.error);
	if (is_orphan(tor))
		handle_destroy(tor);
	return NULL;
}

/* Requires `lock`, so that `dispatcher` is set before the thread reads it. */
static int start(struct torctl *tor, torctl_callback *callback, void *arg)
{
	int result;

	tor->callback = callback;
	tor->callback_arg = arg;
	result = thread_start(&tor->dispatcher, dispatch, tor);
	tor->dispatching = !result;
	return result;
}

bool torctl_dispatch(struct torctl *tor, torctl_callback *callback, void *arg,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	bool twice;
	int result = 0;

	if (!handle_check(tor, &failure))
		return fail(error, &failure);
	pthread_mutex_lock(&tor->lock);
	twice = tor->dispatching;
	if (!twice)
		result = start(tor, callback, arg);
	pthread_mutex_unlock(&tor->lock);
	if (twice)
		error_set(&failure, ERROR_USAGE,
			"torctl_dispatch() was already called");
	else if (result)
		error_set(&failure, ERROR_CONNECTION,
			"cannot start a thread: %s", strerror(result));
	else
		return true;
	return fail(error, &failure);
}
