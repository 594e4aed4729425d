/*
 * A control port that says yes to everything (250 OK, and EXTENDED with an id
 * to EXTENDCIRCUIT), and writes down what it was.
 */
#ifndef TESTS_LIB_YES_TOR_H
#define TESTS_LIB_YES_TOR_H

#include "util/buf.h"

#include <stdbool.h>

struct yes_tor;

/*
 * Listens on a unix socket in a new directory. It splits what comes as Tor
 * does: a line with a "+" at its front is followed by a text up to ".". What a
 * command waits for beyond the reply (ADDRMAP, HS_DESC) it sends as a failure.
 */
struct yes_tor *yes_tor_start(void);
const char *yes_tor_address(const struct yes_tor *tor);

/* After a SETEVENTS with names the next connection's end: for `events`. */
void yes_tor_hang_up_on_events(struct yes_tor *tor, bool hang_up);

/*
 * Appends the commands since the last call, each ended by LF, then forgets
 * them. Lines of a text have a TAB in front. How it was spoken to before it
 * said the first yes (PROTOCOLINFO, AUTHENTICATE) is left out.
 */
void yes_tor_take(struct yes_tor *tor, struct buf *commands);

void yes_tor_end(struct yes_tor *tor);

#endif
