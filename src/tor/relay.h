/* Everything that Tor knows about one relay. */
#ifndef TOR_RELAY_H
#define TOR_RELAY_H

#include "conn/connection.h"
#include "proto/router_descriptor.h"
#include "tor/consensus.h"
#include "util/error.h"

#include <stdbool.h>

enum relay_document { RELAY_NOTHING, RELAY_FULL, RELAY_MICRO };

/* Initialize to zero; release with relay_clear(). */
struct relay {
	struct consensus consensus;         /* owns `entry` */
	const struct router_status *entry;
	bool bridge;                        /* not in the consensus */
	enum relay_document document;       /* the kind of document Tor has */
	char *text;                         /* that document */
	struct router_descriptor descriptor;
	char *country;                      /* "de", or NULL */
};

/*
 * Finds the relay that `who` names (see consensus_find()), also among the
 * bridges that Tor uses, and reads what Tor has about it; fetches nothing. A
 * tap does not see the replies. Returns false with the error of
 * consensus_find(), or if the connection is lost.
 */
bool relay_read(struct relay *relay, struct connection *connection,
	const char *who, struct error *error);

void relay_clear(struct relay *relay);

#endif
