/* Bootstrap progress, and waiting until it is complete. */
#ifndef TOR_BOOTSTRAP_H
#define TOR_BOOTSTRAP_H

#include "conn/connection.h"
#include "tor/events.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>

/* One phase. Initialize to zero; release with bootstrap_clear(). */
struct bootstrap {
	int progress; /* percent */
	/*
	 * All of Tor's fields, including PROGRESS, under lower_snake_case
	 * names.
	 */
	struct pairs fields;
};

/*
 * Reads a phase (control-spec 4.1.10, "BOOTSTRAP"): the text after the type in
 * a STATUS_CLIENT event, or after "status/bootstrap-phase=". If it is not a
 * phase, returns false and does not change `bootstrap`.
 */
bool bootstrap_read(struct bootstrap *bootstrap, struct span words);

/* Returns the field of that name ("tag", "warning"), or NULL. */
const char *bootstrap_find(const struct bootstrap *bootstrap,
	const char *name);

/* Gets the current phase. A tap sees the reply. */
bool bootstrap_get(struct connection *connection, struct bootstrap *bootstrap,
	struct error *error);

/*
 * Waits until progress is 100%. Calls `told` for each phase, beginning with the
 * current one, which is also stored in `bootstrap`; `told` returns false and
 * sets the error to end the wait. Subscribes to the events before it asks for
 * the phase. Returns false if `told` does, at the deadline (ERROR_TIMEOUT,
 * which states the progress), if interrupted or if the connection is lost;
 * `bootstrap` then holds the last phase.
 */
bool bootstrap_wait(struct connection *connection, struct events *events,
	struct bootstrap *bootstrap, int64_t deadline,
	bool (*told)(void *arg, const struct bootstrap *bootstrap,
	struct error *error), void *arg, struct error *error);

void bootstrap_clear(struct bootstrap *bootstrap);

#endif
