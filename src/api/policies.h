/* Exit policies from microdescriptors, where the consensus has none. */
#ifndef API_POLICIES_H
#define API_POLICIES_H

#include "api/consensus.h"
#include "conn/client.h"
#include "util/error.h"

#include <stdbool.h>

/* Starts all zero, ends with policies_clear(). */
struct policies {
	char *text; /* what the policies point into */
};

/*
 * Sees to it that entries have their `policy`: a client's consensus has no "p"
 * lines, so all microdescriptors are read (md/all) unless every entry has one.
 * An entry's digest is the SHA-256 of its microdescriptor (dir-spec 3.9.2),
 * cut to what a "r" line shows. An entry of which Tor has none stays as it is.
 * The entries need `policies` as long as they live.
 */
bool policies_load(struct policies *policies, struct client *client,
	struct consensus *consensus, struct error *error);

void policies_clear(struct policies *policies);

#endif
