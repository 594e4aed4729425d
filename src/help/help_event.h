/* The help page of an event, generated from its row. */
#ifndef HELP_HELP_EVENT_H
#define HELP_HELP_EVENT_H

#include "out/layout.h"
#include "proto/event_types.h"
#include "util/buf.h"

/* The event's meaning, its fields, and an example of its line on a terminal. */
void help_event(const struct layout *layout, const struct event_type *type);

/* Appends the row's example as Tor would send it, one complete message. */
void help_event_add_example(const struct event_type *type, struct buf *to);

#endif
