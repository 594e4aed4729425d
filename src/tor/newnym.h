/* SIGNAL NEWNYM, and waiting until it takes effect. */
#ifndef TOR_NEWNYM_H
#define TOR_NEWNYM_H

#include "conn/connection.h"
#include "tor/events.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Set what you need and initialize the rest to zero. */
struct newnym {
	int64_t deadline;
	bool patient; /* extend the deadline by the delay that Tor reports */
	/* Called as soon as Tor reports a delay; may be NULL. */
	void (*delayed)(void *arg, unsigned long long seconds);
	void *arg;
	/* The delay that Tor reported, in seconds; 0: none. */
	unsigned long long delay;
	/* The events were refused, so NEWNYM was sent without waiting. */
	bool blind;
};

/*
 * Sends NEWNYM and waits for the SIGNAL event, from which on new circuits are
 * used (control-spec 3.7, 4.1.18). Tor acts at most every ten seconds and
 * reports the delay in a log message. If a filter refuses the events, does not
 * wait. Returns false if no client port is
 * configured, because Tor would ignore the signal (ERROR_TOR; nothing is sent),
 * or at the deadline.
 */
bool newnym_run(struct connection *connection, struct events *events,
	struct newnym *newnym, struct error *error);

#endif
