/* What it is that answers, when it is no control port. */
#ifndef PROTO_PEER_H
#define PROTO_PEER_H

#include "util/span.h"

#include <stdbool.h>

/*
 * Describes a peer by its first bytes (all that came; may be none) and by
 * whether it has closed the connection: "this is …". The text is the
 * caller's; what the peer said is in it escaped.
 */
char *peer_describe(struct span bytes, bool closed);

#endif
