/* SIGNAL NEWNYM, until Tor has really done it. */
#ifndef API_NEWNYM_H
#define API_NEWNYM_H

#include "api/events.h"
#include "conn/client.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Starts with what the caller wants, the rest all zero. */
struct newnym {
	int64_t deadline;
	bool patient; /* the deadline moves behind the delay that Tor tells */
	/* Told at once when Tor delays it; may be NULL. */
	void (*delayed)(void *arg, unsigned long long seconds);
	void *arg;
	/* What Tor has delayed it by, in seconds; 0: not at all. */
	unsigned long long delay;
};

/*
 * control-spec 3.7 and 4.1.18. Asks for new circuits, and waits for the SIGNAL
 * event that says that they are used from now on: Tor does that at most every
 * ten seconds, and says in a log message for how long it puts it off. False:
 * no client port is configured, which makes Tor ignore the signal (ERROR_TOR,
 * nothing was sent), or it was not done in time.
 */
bool newnym_run(struct client *client, struct events *events,
	struct newnym *newnym, struct error *error);

#endif
