/* RESOLVE: looking up names and addresses through Tor. */
#ifndef TOR_LOOKUP_H
#define TOR_LOOKUP_H

#include "conn/connection.h"
#include "tor/events.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Asks Tor for the addresses of `names` or, with `reverse`, for the names of
 * addresses, and waits for the ADDRMAP events with the answers (control-spec
 * 3.20). Adds one pair per name to `answers`, in the order of arrival; its
 * value is the result. Returns false if a name could not be resolved
 * (ERROR_TOR, whose subject is the name) or timed out; `answers` has the
 * others.
 */
bool lookup_names(struct connection *connection, struct events *events,
	const struct strv *names, bool reverse, int64_t deadline,
	struct pairs *answers, struct error *error);

#endif
