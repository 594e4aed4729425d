/* The health of a Tor: warnings, and whether it builds circuits. */
#ifndef TOR_HEALTH_H
#define TOR_HEALTH_H

#include "tor/events.h"
#include "tor/status.h"

/* Appends a warning for each problem that an operator must know about. */
void health_list_warnings(const struct status *status,
	struct strv *warnings);

/*
 * Checks whether Tor reports itself usable. Returns false (ERROR_CHECK) with
 * the reason, which may be that Tor refused a question. Tor reports itself
 * usable even if all relays are down; see also health_probe().
 */
bool health_check(const struct status *status, struct error *error);

/*
 * Builds a circuit and closes it; retries if it fails. Returns false if none
 * was built by `deadline` (ERROR_CHECK with the reason, which states `timeout`,
 * in milliseconds, as the limit), if the connection is lost, or if interrupted;
 * the circuit may then be left open. `milliseconds` is the time it took.
 */
bool health_probe(const struct status *status, struct connection *connection,
	struct events *events, int timeout, int64_t deadline,
	int64_t *milliseconds, struct error *error);

#endif
