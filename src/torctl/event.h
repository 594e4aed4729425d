/* Events, delivered to a callback or one at a time. */
#ifndef TORCTL_EVENT_H
#define TORCTL_EVENT_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * Sets the events to receive (control-spec 3.4). The list replaces the previous
 * one; an empty list turns events off. If Tor refuses a name, nothing changes.
 * Calls that wait for events (torctl_resolve(), torctl_wait_bootstrap())
 * subscribe on their own; those events are not delivered here.
 *
 * Events are queued in order until taken. When one megabyte is queued, the
 * library stops reading from Tor or drops the oldest events: see
 * torctl_options_set_drop_events(). It keeps reading while a call waits for a
 * reply, so unread events do not block replies; if 128 megabytes are queued,
 * the connection is closed.
 */
TORCTL_CHECK bool torctl_set_events(struct torctl *tor,
	const char *const *names, struct torctl_error **error);

/*
 * An event (control-spec 4.1). Use from one thread at a time. It does not
 * depend on its connection, which may be closed earlier.
 */
struct torctl_event;

/*
 * Waits for the next event and returns it. Fails with TORCTL_ERROR_TIMEOUT if
 * none arrives within `timeout`, which may be 0. After the connection is
 * lost, returns the remaining events, then fails with TORCTL_ERROR_CONNECTION.
 * Several threads may wait: each event goes to one of them.
 */
TORCTL_CHECK struct torctl_event *torctl_next_event(struct torctl *tor,
	int timeout, struct torctl_error **error);

/*
 * Returns a descriptor for poll(), readable while torctl_next_event() would not
 * block, including after the connection is lost. Do not read or close it.
 * Returns -1 on failure.
 */
TORCTL_CHECK int torctl_events_fd(struct torctl *tor,
	struct torctl_error **error);

/* Returns the number of events dropped since the last call. */
TORCTL_API uint64_t torctl_events_dropped(struct torctl *tor);

/*
 * Starts a thread, with all signals blocked, that passes each event to
 * `callback`. When the connection ends, it calls `callback` once more, with
 * `event` NULL and the reason in `error`, which is NULL otherwise. Both are
 * valid until the callback returns. The callback may call any function,
 * including ones that send requests or close the connection. A connection can
 * have one callback (a second call is TORCTL_ERROR_USAGE), and
 * torctl_next_event() is refused from then on.
 */
typedef void torctl_callback(void *arg, struct torctl *tor,
	struct torctl_event *event, const struct torctl_error *error);
TORCTL_CHECK bool torctl_dispatch(struct torctl *tor, torctl_callback *callback,
	void *arg, struct torctl_error **error);

/* Returns the event's type: "CIRC", "BW", … */
TORCTL_API const char *torctl_event_type(const struct torctl_event *event);

/* Returns when the event was read, in microseconds since 1970. */
TORCTL_API int64_t torctl_event_time(const struct torctl_event *event);

/*
 * Returns a field by its JSON name (see torctl-events(7)), unquoted, or NULL
 * if it is missing. Numbers are returned as text.
 */
TORCTL_API const char *torctl_event_field(struct torctl_event *event,
	const char *name);

/*
 * Returns all fields of the first line, in order. SOCKS user names and passwords
 * are included: do not show them to others.
 */
TORCTL_API const struct torctl_pairs *torctl_event_fields(
	struct torctl_event *event);

/*
 * Returns the event as a JSON object on one line, as `torctl --json events`
 * prints it.
 */
TORCTL_API const char *torctl_event_json(struct torctl_event *event);

/*
 * Returns the event as sent by Tor, without the code; further lines begin with
 * a tab. Control bytes are escaped, but the text is not safe for a terminal.
 */
TORCTL_API const char *torctl_event_text(struct torctl_event *event);

TORCTL_API void torctl_event_free(struct torctl_event *event);

TORCTL_END

#endif
