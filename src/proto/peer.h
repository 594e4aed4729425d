/* Descriptions of peers that are not a control port. */
#ifndef PROTO_PEER_H
#define PROTO_PEER_H

#include "util/span.h"

#include <stdbool.h>

/*
 * Describes a peer from its first bytes (everything received; may be empty) and
 * from whether it closed the connection: "this is …". Returns text owned by the
 * caller, with the peer's bytes escaped.
 */
char *peer_describe(struct span bytes, bool closed);

#endif
