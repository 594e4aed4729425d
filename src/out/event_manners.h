/* Formats of event values in lines for people. */
#ifndef OUT_EVENT_MANNERS_H
#define OUT_EVENT_MANNERS_H

#include "out/event_line.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends `text` in the given manner (NULL: unchanged). Returns false and
 * appends nothing if there is nothing to show.
 */
bool event_manner_add(const struct event_line *line, struct buf *to,
	struct span manner, struct span text);

/* Does the same for the data lines. */
bool event_manner_add_data(const struct event_line *line, struct buf *to,
	struct span manner);

#endif
