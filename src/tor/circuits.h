/* The circuits in Tor, and requests to build, extend and close them. */
#ifndef TOR_CIRCUITS_H
#define TOR_CIRCUITS_H

#include "conn/connection.h"
#include "proto/event.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Gets all circuits, each as a CIRC event (see status_lines_get()), in Tor's order
 * except that the circuits of a conflux set are adjacent.
 */
bool circuits_get(struct connection *connection, struct strv *events,
	struct error *error);

/* Reads "2026-11-22T08:33:12.123456" (UTC) as microseconds since 1970. */
bool circuits_read_time(struct span text, int64_t *time);

/* Does the same for the time since then, in seconds. */
bool circuits_read_age(struct span text, uint64_t *seconds);

/*
 * Builds a circuit, or extends one (EXTENDCIRCUIT, control-spec 3.10). `circuit`
 * "0" builds a new one; `path` (relays separated by commas) and `purpose` may be
 * NULL. Returns the circuit ID, owned by the caller, or NULL on failure.
 *
 * Refuses to extend a circuit of a conflux set, which can crash tor 0.4.9. Sets
 * the purpose controller of a circuit without a path only once it has begun:
 * tor 0.4.9 would answer 551 and damage a spare circuit.
 */
char *circuits_extend(struct connection *connection, const char *circuit,
	const char *path, const char *purpose, struct error *error);

/* Sends the request unchanged, without these guards. */
char *circuits_extend_plain(struct connection *connection, const char *circuit,
	const char *path, const char *purpose, struct error *error);

/* Sends CLOSECIRCUIT (control-spec 3.17), optionally with IfUnused. */
bool circuits_close(struct connection *connection, const char *circuit,
	bool if_unused, struct error *error);

#endif
