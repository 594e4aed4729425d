/* Taking events: one at a time, or in a thread with a callback. */
#include "torctl/inside.h"

#include "util/clock.h"
#include "util/thread.h"

#include <errno.h>
#include <string.h>

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
		connection_wait(
			tor->connection, &tor->events, deadline, error)) {
		dropped = connection_take_events(
			tor->connection, &tor->events, 1, &queue);
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
		return fail_with(error, ERROR_USAGE,
			"torctl_dispatch() was already called");
	return !result || fail_with(error, ERROR_CONNECTION,
		"cannot start a thread: %s", strerror(result));
}
