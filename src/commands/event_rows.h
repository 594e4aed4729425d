/*
 * Table rows made from events: cells from fields, JSON objects as for events.
 */
#ifndef COMMANDS_EVENT_ROWS_H
#define COMMANDS_EVENT_ROWS_H

#include "cmd/session.h"
#include "proto/event.h"
#include "tor/countries.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Maps a field of the event to a column; the last row's field is NULL. */
struct event_cell {
	size_t column;
	const char *field; /* its JSON name */
};

/*
 * Adds a row for `event` and sets the cells in `cells`; in JSON the row is the
 * event's object.
 */
void event_rows_add(struct call *call, const struct event *event,
	const struct event_cell *cells);

/* Sets a cell of the last row to the field's value, if present. */
void event_rows_set(struct call *call, const struct event *event,
	size_t column, const char *field);

/*
 * Appends "nick", "nick(de)", "$FP", or `text` unchanged if it is not a relay.
 */
void event_rows_add_relay(struct buf *to, struct span text,
	const struct countries *countries);

/* Appends all relays of "$FP~nick,$FP~nick" that way, with `between`. */
void event_rows_add_path(struct buf *to, struct span path,
	const char *between, const struct countries *countries);

/*
 * Loads the countries of all relays in the field (a relay or a path) of the
 * events, as far as Tor knows them; with `addresses` also the relays' addresses,
 * even if Tor has no GeoIP data.
 */
void event_rows_load_countries(struct call *call,
	const struct strv *events, const char *field, bool addresses,
	struct countries *countries);

#endif
