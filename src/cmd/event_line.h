/* An event as one line for a person. */
#ifndef CMD_EVENT_LINE_H
#define CMD_EVENT_LINE_H

#include "conn/queue.h"
#include "proto/event.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Kept from event to event; starts all zero but for the first members. */
struct event_line {
	bool color;
	bool utf8; /* "→" and "…", not "->" and "..." */
	bool time; /* begins with the local time, HH:MM:SS.mmm */
	bool full; /* data is whole, not summarised; nothing is shortened */
	int64_t now; /* when the event came: microseconds since 1970 */
	struct event event;
	struct buf scratch;
};

/*
 * Appends the event as a line: time, type, and what its row's template says
 * (struct event_type's `shown`), harmless for a terminal. {field} is the value
 * as it came; manners change that:
 *
 *   words     in small letters, blanks for "_"
 *   circuit, stream, orconn, onion    a reason in words
 *   severity  nothing, "warning: " or "error: "
 *   id        the same, but 0 is as if it were not there
 *   relay     its nickname, else the beginning of its fingerprint
 *   path      relays with arrows between, "relays" with a count and commas
 *   bytes, skew, counts            an amount, a span of time, pairs
 *   local     a local time, with the day if it is not that of the event
 *   lines, entries, changes        of {data}: how many, and what they name
 *   arrow     of no field; and {*}: keywords that are not in the template
 *
 * With `full` the lines of its data follow, each after a TAB.
 */
void event_line_add(struct event_line *line, struct buf *to,
	const struct queue_event *event);

/* "HH:MM:SS.mmm ", local time, of microseconds since 1970. */
void event_line_add_time(struct buf *to, int64_t microseconds);

void event_line_clear(struct event_line *line);

#endif
