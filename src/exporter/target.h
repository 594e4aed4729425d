/*
 * One Tor that the exporter watches: a thread of its own keeps the connection,
 * so that a Tor that does not answer delays nobody else.
 */
#ifndef EXPORTER_TARGET_H
#define EXPORTER_TARGET_H

#include "exporter/counters.h"

#include <stdbool.h>
#include <stdint.h>

struct target;

/*
 * Starts the thread. `address` is as for torctl_options_set_address(), NULL for
 * the usual ones; `name` is the label. The thread writes a byte to `wake`, a
 * descriptor that does not block, whenever an answer is there. Returns NULL if
 * there can be no thread. It lives until the process ends.
 */
struct target *target_start(const char *name, const char *address, int wake);

/*
 * Asks for an answer with this deadline, in milliseconds of clock_now(), and
 * returns true. Returns false if it need not be waited for: it still owes an
 * answer, or let the last one time out and has not answered since.
 */
bool target_ask(struct target *target, int64_t deadline);

/* Returns whether an answer that was asked for is still missing. */
bool target_owes(struct target *target);

/* What is known of a Tor when the page is made. */
struct target_state {
	const char *name;
	bool up;          /* it answered the last question */
	bool counted;     /* its events were subscribed to, now or earlier */
	int64_t duration; /* milliseconds that the last answer took */
	int64_t uptime;   /* seconds, -1 if unknown */
	struct counters counters;
};

void target_get(struct target *target, struct target_state *state);

#endif
