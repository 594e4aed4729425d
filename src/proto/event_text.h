/* An event in Tor's own words, one event one line. */
#ifndef PROTO_EVENT_TEXT_H
#define PROTO_EVENT_TEXT_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends the event `raw` (one whole message as received) as text: what Tor
 * says behind "650 ", then further lines and the lines of a data block, each
 * begun by a TAB; the closing "650 OK" of such an event is left out. Ends
 * with LF. Control bytes are escaped, for a terminal (`terminal`) all that
 * could harm one.
 */
void event_text_add(struct buf *to, struct span raw, bool terminal);

#endif
