/* Rows of a table made of events: cells from fields, objects as events have. */
#ifndef CMD_EVENT_ROWS_H
#define CMD_EVENT_ROWS_H

#include "api/countries.h"
#include "cmd/session.h"
#include "proto/event.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Which field of the event goes into which column; ends with field NULL. */
struct event_cell {
	size_t column;
	const char *field; /* by its JSON name */
};

/*
 * Adds a row of `event`, taken apart from `raw`; the cells that `cells` names
 * are set, and in JSON the row is the event's object.
 */
void event_rows_add(struct call *call, const struct event *event,
	struct span raw, const struct event_cell *cells);

/* Sets a cell of the last row to what the field says, if it is there. */
void event_rows_set(struct call *call, const struct event *event,
	size_t column, const char *field);

/* "nick", "nick(de)", "$FP", or the text itself when it is no relay. */
void event_rows_add_relay(struct buf *to, struct span text,
	const struct countries *countries);

/* All relays of "$FP~nick,$FP~nick" like that, "," between them. */
void event_rows_add_path(struct buf *to, struct span path,
	const struct countries *countries);

/*
 * Loads the countries of all relays that the field (a relay or a path) of the
 * events names, where Tor knows any. What cannot be had is left out.
 */
void event_rows_load_countries(struct call *call,
	const struct strv *events, const char *field,
	struct countries *countries);

/* Adds the fingerprints of the relays of a path, without "$". */
void event_rows_list_path(struct strv *fingerprints, struct span path);

#endif
