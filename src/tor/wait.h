/* Waiting for a state that events report, or that already holds. */
#ifndef TOR_WAIT_H
#define TOR_WAIT_H

#include "conn/connection.h"
#include "tor/events.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

enum wait_verdict {
	WAIT_ON,      /* not yet */
	WAIT_DONE,
	WAIT_MISSING, /* ask(): no such object */
	WAIT_FAILED,  /* with the error */
};

/*
 * A condition to wait for. The wait subscribes to events before asking, so that
 * nothing is missed in between.
 */
struct wait {
	const char *const *names; /* the events to watch, NULL-terminated */
	/*
	 * Asks for the current state. If it already holds, appends to `raw` the
	 * event that would have reported it. NULL: nothing to ask.
	 */
	enum wait_verdict (*ask)(void *arg, struct connection *connection,
		struct buf *raw, struct error *error);
	/* Judges an event. */
	enum wait_verdict (*judge)(void *arg, struct span raw,
		struct error *error);
	/* Adds the last known state to a timeout's error. NULL: "timed out". */
	void (*late)(void *arg, struct error *error);
	void *arg;
};

/* The event that ended a wait; release with wait_found_clear(). */
struct wait_found {
	struct buf raw; /* one complete message */
	int64_t time;   /* microseconds since 1970 */
};

/*
 * Waits until `deadline`. Earlier events only go to `events->show`. Returns
 * false if it failed or does not exist (both ERROR_TOR), timed out
 * (ERROR_TIMEOUT), was interrupted, or the connection was lost. Restores the
 * user's subscriptions.
 */
bool wait_run(struct connection *connection, struct events *events,
	const struct wait *wait, int64_t deadline, struct wait_found *found,
	struct error *error);

void wait_found_clear(struct wait_found *found);

/*
 * Waits until circuit `id` is BUILT (control-spec 4.1.1). FAILED and CLOSED are
 * ERROR_TOR with the reason in words.
 */
bool wait_circuit(struct connection *connection, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error);

/*
 * Like wait_circuit(), for a circuit that `begin` builds or extends after the
 * events are subscribed to. `begin` returns its ID, of which this function
 * takes ownership, or NULL on failure. Returns the ID, owned by the caller.
 */
typedef char *wait_begin(void *arg, struct connection *connection,
	struct error *error);
char *wait_new_circuit(struct connection *connection, struct events *events,
	wait_begin *begin, void *arg, int64_t deadline, struct error *error);

/* Like wait_circuit(), until stream `id` has SUCCEEDED (control-spec 4.1.2). */
bool wait_stream(struct connection *connection, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error);

/*
 * Waits until a descriptor of the onion service `address` (without ".onion")
 * has been uploaded or received (control-spec 4.1.25). A descriptor in Tor's
 * client cache counts as received; past uploads cannot be asked for.
 */
bool wait_descriptor(struct connection *connection, struct events *events,
	const char *address, int64_t deadline, struct wait_found *found,
	struct error *error);

#endif
