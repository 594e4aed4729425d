/* How the values of events read in a line for a person. */
#ifndef CMD_EVENT_MANNERS_H
#define CMD_EVENT_MANNERS_H

#include "cmd/event_line.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends `text` in that manner (NULL: as it is). False, nothing appended,
 * when there is nothing to be said.
 */
bool event_manner_add(const struct event_line *line, struct buf *to,
	struct span manner, struct span text);

/* The same for the lines behind the first one. */
bool event_manner_add_data(const struct event_line *line, struct buf *to,
	struct span manner);

#endif
