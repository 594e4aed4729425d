/*
 * A control port that accepts and records every command, replying 250 OK, or
 * EXTENDED with an ID to EXTENDCIRCUIT.
 */
#ifndef TESTS_LIB_YES_TOR_H
#define TESTS_LIB_YES_TOR_H

#include "util/buf.h"

#include <stdbool.h>

struct yes_tor;

/*
 * Listens on a unix socket in a new directory. Splits its input as Tor does: a
 * line with a leading "+" is followed by a text up to ".". If a command waits
 * for more than the reply (ADDRMAP, HS_DESC), sends that as a failure.
 */
struct yes_tor *yes_tor_start(void);
const char *yes_tor_address(const struct yes_tor *tor);

/*
 * What is answered instead. A rule for GETINFO is for one key, and its reply
 * lacks the final "250 OK".
 */
struct yes_rule {
	const char *pattern; /* of a line, as of fnmatch(); NULL ends the list */
	const char *reply;   /* "#" stands for the line's last word, or the key */
};

/*
 * Answers by these rules, as Tor (a key without a rule has an empty value) or
 * as a control-port filter: it refuses what no rule passes, several keys at
 * once too, and takes each line of a text for a command.
 */
void yes_tor_answer(struct yes_tor *tor, const struct yes_rule *rules,
	bool filter);

/* Makes a SETEVENTS with names close the connection, to end `events`. */
void yes_tor_hang_up_on_events(struct yes_tor *tor, bool hang_up);

/*
 * Appends the commands since the last call, each ended by LF, then drops them.
 * Lines of a text begin with a TAB. Commands before the first 250 OK
 * (PROTOCOLINFO, AUTHENTICATE) are left out.
 */
void yes_tor_take(struct yes_tor *tor, struct buf *commands);

void yes_tor_end(struct yes_tor *tor);

#endif
