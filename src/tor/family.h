/* Relay families, as declared to Tor. */
#ifndef TOR_FAMILY_H
#define TOR_FAMILY_H

#include "conn/connection.h"
#include "tor/consensus.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * The family that a relay declares (dir-spec 2.1.1, 3.3). Initialize to zero;
 * release with family_clear(). The spans point into `text`.
 */
struct family {
	char *text;
	struct span names; /* relays, separated by blanks */
	struct span ids;   /* family IDs, likewise */
};

/*
 * Reads the relay's microdescriptor, or its descriptor if Tor has only that;
 * fetches nothing. A relay without either has no family. Returns false if the
 * connection is lost or Tor does not answer.
 */
bool family_read(struct family *family, struct connection *connection,
	const struct router_status *relay, struct error *error);

/*
 * Returns whether Tor treats two relays as one family: each lists the other, or
 * they share a family ID.
 */
bool family_joins(const struct family *a, const struct router_status *relay_a,
	const struct family *b, const struct router_status *relay_b);

/*
 * Returns whether `list` has the relay, as $FINGERPRINT, $FINGERPRINT~nickname,
 * $FINGERPRINT=nickname or nickname. Blanks or commas separate the names.
 */
bool family_lists(struct span list, const struct router_status *relay);

void family_clear(struct family *family);

#endif
