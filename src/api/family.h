/* Which relays are run by the same people, as far as Tor has been told. */
#ifndef API_FAMILY_H
#define API_FAMILY_H

#include "api/consensus.h"
#include "conn/client.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * What a relay says of its family (dir-spec 2.1.1, 3.3). Starts all zero, ends
 * with family_clear(); its spans point into `text`.
 */
struct family {
	char *text;
	struct span names; /* relays, blanks between them */
	struct span ids;   /* of the families that it is in, the same */
};

/*
 * Reads the relay's microdescriptor, or its descriptor where Tor has no other;
 * nothing is fetched. A relay of which Tor has neither has no family. False:
 * the connection is lost, or Tor does not answer.
 */
bool family_read(struct family *family, struct client *client,
	const struct router_status *relay, struct error *error);

/*
 * As Tor sees it: two relays are of one family when each of them names the
 * other, or when they share a family's id.
 */
bool family_joins(const struct family *a, const struct router_status *relay_a,
	const struct family *b, const struct router_status *relay_b);

/*
 * Whether `list` names the relay, by $FINGERPRINT, $FINGERPRINT~nickname,
 * $FINGERPRINT=nickname or nickname; blanks or commas stand between the names.
 */
bool family_lists(struct span list, const struct router_status *relay);

void family_clear(struct family *family);

#endif
