/* The help page of a type of event, made from its row. */
#ifndef CMD_HELP_EVENT_H
#define CMD_HELP_EVENT_H

#include "proto/event_types.h"
#include "util/buf.h"

#include <stdbool.h>

/*
 * What has happened, the fields that say it, and how that reads on a
 * terminal. Headings are bold with `color`.
 */
void help_event(const struct event_type *type, bool color, struct buf *to);

/*
 * Appends the event of the row's example as Tor would send it, one whole
 * message.
 */
void help_event_add_example(const struct event_type *type, struct buf *to);

#endif
