/* The circuits that Tor has, and the calls that make and change them. */
#ifndef API_CIRCUITS_H
#define API_CIRCUITS_H

#include "conn/client.h"
#include "proto/event.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * All circuits, each as a CIRC event (see held_get()): in Tor's order, but
 * those of one conflux set stand together.
 */
bool circuits_get(struct client *client, struct strv *events,
	struct error *error);

/* Microseconds since 1970 of "2026-11-22T08:33:12.123456" (UTC). */
bool circuits_read_time(struct span text, int64_t *time);

/*
 * EXTENDCIRCUIT (control-spec 3.10): `circuit` "0" is a new one; `path` (relays
 * with commas between them) and `purpose` may be NULL. The circuit's id, the
 * caller's; NULL on failure.
 */
char *circuits_extend(struct client *client, const char *circuit,
	const char *path, const char *purpose, struct error *error);

/* CLOSECIRCUIT (3.17), with IfUnused perhaps. */
bool circuits_close(struct client *client, const char *circuit,
	bool if_unused, struct error *error);

#endif
