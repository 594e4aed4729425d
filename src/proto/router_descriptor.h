/* What a relay says of itself: its descriptor, or its microdescriptor. */
#ifndef PROTO_ROUTER_DESCRIPTOR_H
#define PROTO_ROUTER_DESCRIPTOR_H

#include "proto/router_status.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * dir-spec 2.1.1 and 3.3; a microdescriptor has only some of it. Spans point
 * into the text read; what is not there is empty (`at` is NULL). Starts all
 * zero, ends with router_descriptor_clear().
 */
struct router_descriptor {
	struct span router;       /* nickname address ORPort SOCKSPort DirPort */
	struct span ed25519;      /* its identity, in base64 */
	struct span platform;     /* "Tor 0.4.9.11 on Linux" */
	struct span protocols;    /* "Cons=1-2 Desc=1-4" */
	struct span published;    /* "2026-11-22 15:40:07" */
	struct span uptime;       /* seconds, when it was published */
	struct span bandwidth;    /* bytes per second: rate burst observed */
	struct span contact;
	struct span family;       /* split at blanks */
	struct span family_ids;   /* the same; in a microdescriptor only */
	struct span policy;       /* summed up: "accept 80,443" */
	struct span policy6;      /* the same for IPv6 */
	struct span hibernating;  /* "1" */
	struct span overloaded;   /* "1 2026-11-22 15:00:00" */
	struct span distribution; /* of a bridge: by whom it is given out */
	struct router_status_lines addresses; /* further ones, with ports */
	struct router_status_lines rules;     /* "accept *:80", in order */
};

/* Reads a descriptor; of a keyword that must be there once the first counts. */
void router_descriptor_read(struct router_descriptor *descriptor,
	struct span text);

void router_descriptor_clear(struct router_descriptor *descriptor);

#endif
