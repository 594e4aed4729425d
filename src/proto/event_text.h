/* An event as plain text, on one line. */
#ifndef PROTO_EVENT_TEXT_H
#define PROTO_EVENT_TEXT_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends the event `raw` (one whole message as received) as text: what follows
 * "650 ", then further lines and the lines of a data block, each after a TAB,
 * without the closing "650 OK". Ends with LF. Control bytes are escaped; if
 * `terminal`, so is everything else that could harm a terminal.
 */
void event_text_add(struct buf *to, struct span raw, bool terminal);

#endif
