/* RESOLVE: names and addresses looked up through Tor. */
#ifndef API_LOOKUP_H
#define API_LOOKUP_H

#include "api/events.h"
#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * control-spec 3.20. Asks Tor for the addresses of `names`, or, with
 * `reverse`, for the names of addresses, and waits for the ADDRMAP events
 * that answer. `answers` gets one pair for each name, in the order they come,
 * its value what Tor found. False when one could not be found (ERROR_TOR,
 * subject the name) or did not come before `deadline`; the others are there.
 */
bool lookup_names(struct client *client, struct events *events,
	const struct strv *names, bool reverse, int64_t deadline,
	struct pairs *answers, struct error *error);

#endif
