/* The ports that an exit allows, according to its policy summary. */
#ifndef PROTO_PORT_POLICY_H
#define PROTO_PORT_POLICY_H

#include "util/span.h"

#include <stdbool.h>

/*
 * Returns whether `summary`, the "p" line of a consensus entry or a
 * microdescriptor without its keyword (dir-spec: "accept 80,443" or "reject
 * 25,119-120"), allows `port`. An invalid summary allows nothing.
 */
bool port_policy_allows(struct span summary, unsigned long long port);

#endif
