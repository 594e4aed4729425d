/* Bootstrapping: how far Tor is, and waiting until it is done. */
#ifndef API_BOOTSTRAP_H
#define API_BOOTSTRAP_H

#include "api/events.h"
#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>

/* One phase. Starts all zero, ends with bootstrap_clear(). */
struct bootstrap {
	int progress; /* per cent */
	/* All that Tor says, PROGRESS too, by lower_snake_case names. */
	struct pairs fields;
};

/*
 * control-spec 4.1.10, "BOOTSTRAP": reads what stands in a STATUS_CLIENT event
 * behind its type, and behind "status/bootstrap-phase=". False when it is no
 * phase; `bootstrap` is as before then.
 */
bool bootstrap_read(struct bootstrap *bootstrap, struct span words);

/* What Tor says under that name ("tag", "warning"), or NULL. */
const char *bootstrap_find(const struct bootstrap *bootstrap,
	const char *name);

/* The phase that Tor is in now; the tap sees its reply. */
bool bootstrap_get(struct client *client, struct bootstrap *bootstrap,
	struct error *error);

/*
 * Waits until the progress is 100 per cent, told each phase as it comes,
 * beginning with the present one, in `bootstrap`. `told` returns false to end
 * the wait, with the error. The events are asked for before the phase is.
 * False: that, the deadline (ERROR_TIMEOUT with how far Tor was), interrupted,
 * connection lost; `bootstrap` is the last phase.
 */
bool bootstrap_wait(struct client *client, struct events *events,
	struct bootstrap *bootstrap, int64_t deadline,
	bool (*told)(void *arg, const struct bootstrap *bootstrap,
	struct error *error), void *arg, struct error *error);

void bootstrap_clear(struct bootstrap *bootstrap);

#endif
