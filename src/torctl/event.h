/* Events: what Tor tells by itself, by a callback or one after the other. */
#ifndef TORCTL_EVENT_H
#define TORCTL_EVENT_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * control-spec 3.4. Which events are wanted from now on; the list replaces the
 * one before, an empty one ends them. When Tor refuses a name, all stays as it
 * was. What other calls wait for (torctl_resolve(), torctl_wait_bootstrap())
 * they ask for themselves: it is neither shown here nor missed there.
 *
 * Wanted events wait until they are taken, in their order. When a megabyte of
 * them waits, the library stops reading from Tor, or throws the oldest away:
 * see torctl_options_set_drop_events(). It goes on reading while any call waits
 * for an answer, so that none is held up by events that nobody takes; when 128
 * megabytes of them have come by then, the connection is given up.
 */
TORCTL_API bool torctl_set_events(struct torctl *tor, const char *const *names,
	struct torctl_error **error);

/*
 * An event (control-spec 4.1). One thread at a time. Independent of its
 * connection, which may be closed before.
 */
struct torctl_event;

/*
 * Waits for the next event and takes it. When none comes in time it fails with
 * TORCTL_ERROR_TIMEOUT; a `timeout` of 0 does not wait. After the loss of the
 * connection first gives what has come before, then TORCTL_ERROR_CONNECTION.
 * Several threads may wait: each event goes to one of them.
 */
TORCTL_API struct torctl_event *torctl_next_event(struct torctl *tor,
	int timeout, struct torctl_error **error);

/*
 * A descriptor for poll(): readable as long as torctl_next_event() would not
 * wait, which includes that the connection is lost. Do not read from it nor
 * close it. -1 on failure.
 */
TORCTL_API int torctl_events_fd(struct torctl *tor,
	struct torctl_error **error);

/* How many events were thrown away since the last call. */
TORCTL_API uint64_t torctl_events_dropped(struct torctl *tor);

/*
 * Starts a thread (all signals blocked in it) that gives each event to
 * `callback`. At the end of the connection it is called once more, with `event`
 * NULL and the reason in `error`, which is NULL otherwise; both are good until
 * it returns. It may use all functions, also send requests and close the
 * connection. Once only for a connection (TORCTL_ERROR_USAGE);
 * torctl_next_event() is refused from then on.
 */
typedef void torctl_callback(void *arg, struct torctl *tor,
	struct torctl_event *event, const struct torctl_error *error);
TORCTL_API bool torctl_dispatch(struct torctl *tor, torctl_callback *callback,
	void *arg, struct torctl_error **error);

/* Its type: "CIRC", "BW", … */
TORCTL_API const char *torctl_event_type(const struct torctl_event *event);

/* When it was read: microseconds since 1970. */
TORCTL_API int64_t torctl_event_time(const struct torctl_event *event);

/*
 * A field by the name that it has in JSON (EVENTS in torctl(1) lists them all),
 * without quotes; NULL: it is not there. A number too is a text here.
 */
TORCTL_API const char *torctl_event_field(struct torctl_event *event,
	const char *name);

/* All fields of the first line in their order. */
TORCTL_API const struct torctl_pairs *torctl_event_fields(
	struct torctl_event *event);

/* All of it as a JSON object on one line, as `torctl --json events` has it. */
TORCTL_API const char *torctl_event_json(struct torctl_event *event);

/*
 * In Tor's own words, without the code. Further lines begin with a TAB. Control
 * bytes are escaped, which is not enough for a terminal.
 */
TORCTL_API const char *torctl_event_text(struct torctl_event *event);

TORCTL_API void torctl_event_free(struct torctl_event *event);

TORCTL_END

#endif
