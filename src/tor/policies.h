/* Exit policies from microdescriptors, for consensuses without policies. */
#ifndef TOR_POLICIES_H
#define TOR_POLICIES_H

#include "conn/connection.h"
#include "tor/consensus.h"
#include "util/error.h"

#include <stdbool.h>

/* Initialize to zero; release with policies_clear(). */
struct policies {
	char *text; /* the policies point into it */
};

/*
 * Sets the `policy` of entries that lack it. A client's consensus has no "p"
 * lines, so all microdescriptors are read (md/all) unless every entry has a
 * policy. An entry's digest is the SHA-256 of its microdescriptor (dir-spec
 * 3.9.2), truncated to what an "r" line shows. An entry without microdescriptor
 * is unchanged. The entries point into `policies`, which must outlive them.
 */
bool policies_load(struct policies *policies, struct connection *connection,
	struct consensus *consensus, struct error *error);

void policies_clear(struct policies *policies);

#endif
