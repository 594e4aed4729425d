/* A relay's own description: its descriptor or microdescriptor. */
#ifndef PROTO_ROUTER_DESCRIPTOR_H
#define PROTO_ROUTER_DESCRIPTOR_H

#include "proto/router_status.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * dir-spec 2.1.1 and 3.3; a microdescriptor has only some of the fields. Spans
 * point into the text read; missing fields are empty (`at` is NULL). Initialise
 * to all zero; free with router_descriptor_clear().
 */
struct router_descriptor {
	struct span router;       /* nickname address OR, SOCKS, Dir port */
	struct span ed25519;      /* its identity, in base64 */
	struct span platform;     /* "Tor 0.4.9.11 on Linux" */
	struct span protocols;    /* "Cons=1-2 Desc=1-4" */
	struct span published;    /* "2026-11-22 15:40:07" */
	struct span uptime;       /* seconds, when published */
	struct span bandwidth;    /* bytes per second: rate burst observed */
	struct span contact;
	struct span family;       /* separated by blanks */
	struct span family_ids;   /* the same; only in a microdescriptor */
	struct span policy;       /* the summary: "accept 80,443" */
	struct span policy6;      /* the same for IPv6 */
	struct span hibernating;  /* "1" */
	struct span overloaded;   /* "1 2026-11-22 15:00:00" */
	struct span distribution; /* of a bridge: how it is distributed */
	struct router_status_lines addresses; /* more addresses, with ports */
	struct router_status_lines rules;     /* "accept *:80", in order */
};

/* Reads a descriptor. The first occurrence of a single-use keyword counts. */
void router_descriptor_read(struct router_descriptor *descriptor,
	struct span text);

void router_descriptor_clear(struct router_descriptor *descriptor);

#endif
