/* Waiting for something of Tor's that an event tells, or that is so already. */
#ifndef API_WAIT_H
#define API_WAIT_H

#include "api/events.h"
#include "conn/client.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

enum wait_verdict {
	WAIT_ON,      /* not yet */
	WAIT_DONE,
	WAIT_MISSING, /* ask(): there is no such thing */
	WAIT_FAILED,  /* with the error */
};

/*
 * What is waited for. Events are subscribed to before anything is asked, so
 * that nothing can happen in between unseen.
 */
struct wait {
	const char *const *names; /* the events that tell it, up to NULL */
	/*
	 * How things stand. When it is so already, appends to `raw` the event
	 * that would have said it. NULL: there is nothing to ask.
	 */
	enum wait_verdict (*ask)(void *arg, struct client *client,
		struct buf *raw, struct error *error);
	/* What an event says of it. */
	enum wait_verdict (*judge)(void *arg, struct span raw,
		struct error *error);
	/* The time is over: says how things stood. NULL: "timed out". */
	void (*late)(void *arg, struct error *error);
	void *arg;
};

/* The event that has ended a wait; ends with wait_found_clear(). */
struct wait_found {
	struct buf raw; /* one whole message */
	int64_t time;   /* microseconds since 1970 */
};

/*
 * Waits until `deadline`. Events that came before do not count, except to
 * `events->show`. False: failed, no such thing (both ERROR_TOR), too late
 * (ERROR_TIMEOUT), interrupted, connection lost. The user's choice of events
 * is as before.
 */
bool wait_run(struct client *client, struct events *events,
	const struct wait *wait, int64_t deadline, struct wait_found *found,
	struct error *error);

void wait_found_clear(struct wait_found *found);

/*
 * control-spec 4.1.1: until the circuit `id` is BUILT. FAILED and CLOSED are
 * ERROR_TOR, with the reason in words.
 */
bool wait_circuit(struct client *client, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error);

/*
 * The same for one that `begin` launches or extends, when its events are on
 * already: it returns the id (taken over), NULL on failure. The id, the
 * caller's.
 */
typedef char *wait_begin(void *arg, struct client *client,
	struct error *error);
char *wait_new_circuit(struct client *client, struct events *events,
	wait_begin *begin, void *arg, int64_t deadline, struct error *error);

/* control-spec 4.1.2: the same for a stream, until it has SUCCEEDED. */
bool wait_stream(struct client *client, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error);

/*
 * control-spec 4.1.25: until a descriptor of the onion service `address`
 * (without ".onion") was uploaded or received. One that Tor holds as a client
 * was received; uploads of the past cannot be asked for.
 */
bool wait_descriptor(struct client *client, struct events *events,
	const char *address, int64_t deadline, struct wait_found *found,
	struct error *error);

#endif
