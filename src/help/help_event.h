/* The help page of an event, generated from its row. */
#ifndef HELP_HELP_EVENT_H
#define HELP_HELP_EVENT_H

#include "out/layout.h"
#include "proto/event_types.h"
#include "util/buf.h"

/*
 * Appends the event's meaning, its fields, and an example of its line on a
 * terminal.
 */
void help_event(const struct event_type *type, const struct layout *to);

/* Appends the row's example as Tor would send it, one complete message. */
void help_event_add_example(const struct event_type *type, struct buf *to);

#endif
