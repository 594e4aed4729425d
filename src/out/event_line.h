/* Events as lines for people. */
#ifndef OUT_EVENT_LINE_H
#define OUT_EVENT_LINE_H

#include "conn/queue.h"
#include "proto/event.h"
#include "tor/countries.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Shared by all events; zero-initialize, then set the first members. */
struct event_line {
	bool color;
	const struct countries *countries; /* of relays in paths; or NULL */
	bool time; /* begin with the local time, HH:MM:SS.mmm */
	bool full; /* complete data instead of a summary */
	size_t width; /* cells: a longer line is broken at blanks; 0: it is not */
	int64_t now; /* arrival of the event: microseconds since 1970 */
	struct event event;
	struct buf scratch;
};

/*
 * Appends the event as a line: time, type, and the text of its row's template
 * (`shown` in struct event_type), escaped for a terminal. {field} inserts the
 * value unchanged; {field:format} formats it:
 *
 *   state     unchanged, in its colour
 *   words     lower case, with blanks for "_"
 *   circuit, stream, orconn, onion    a reason in words
 *   severity  nothing, "warning: " or "error: "
 *   id        unchanged, but 0 counts as missing
 *   relay     the nickname, else the start of the fingerprint
 *   path      relays separated by arrows, with known countries
 *   relays    the count, and relays separated by commas
 *   bytes, skew, counts            an amount, a time span, pairs
 *   local     local time, with the day if it differs from the event's
 *   lines, entries, changes        for {data}: the count, and some names
 *   arrow     without a field; {*}: keywords not in the template
 *
 * With `full` its data lines follow, each after a TAB, unbroken.
 */
void event_line_add(struct event_line *line, struct buf *to,
	const struct queue_event *event);

/* Appends "HH:MM:SS.mmm ", the local time of microseconds since 1970. */
void event_line_add_time(struct buf *to, int64_t microseconds);

void event_line_clear(struct event_line *line);

#endif
