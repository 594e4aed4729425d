/* An asynchronous message (6yz) as Tor's own words, one event one line. */
#ifndef PROTO_EVENT_H
#define PROTO_EVENT_H

#include "util/buf.h"
#include "util/span.h"

/* The event's type, the first word of its first line: "CIRC", "BW", … */
struct span event_name(struct span raw);

/* What the first line says behind the type. */
struct span event_arguments(struct span raw);

/*
 * Appends the event `raw` (one whole message as received) as text: what Tor
 * says behind "650 ", then further lines and the lines of a data block, each
 * begun by a TAB; the closing "650 OK" of such an event is left out. Ends
 * with LF. Control bytes are escaped, for a terminal (`terminal`) all that
 * could harm one.
 */
void event_add_text(struct buf *to, struct span raw, bool terminal);

#endif
