/* Everything that Tor knows of one relay. */
#ifndef API_RELAY_H
#define API_RELAY_H

#include "api/consensus.h"
#include "conn/client.h"
#include "proto/router_descriptor.h"
#include "util/error.h"

#include <stdbool.h>

enum relay_document { RELAY_NOTHING, RELAY_FULL, RELAY_MICRO };

/* Starts all zero, ends with relay_clear(). */
struct relay {
	struct consensus consensus;         /* owns what `entry` points to */
	const struct router_status *entry;
	bool bridge;                        /* it is not in the consensus */
	enum relay_document document;       /* which one Tor has of it */
	char *text;                         /* that document */
	struct router_descriptor descriptor;
	char *country;                      /* "de", or NULL */
};

/*
 * Finds the relay that `who` names (see consensus_find()), also among the
 * bridges that Tor uses, and what there is about it. Only what Tor has already;
 * nothing is fetched. A tap sees no reply. False with the error of
 * consensus_find(), or when the connection is lost.
 */
bool relay_read(struct relay *relay, struct client *client, const char *who,
	struct error *error);

void relay_clear(struct relay *relay);

#endif
