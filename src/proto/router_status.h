/* Router status entries: the information about relays in a consensus. */
#ifndef PROTO_ROUTER_STATUS_H
#define PROTO_ROUTER_STATUS_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

enum { ROUTER_STATUS_HEX = 40 };

struct router_status_lines {
	struct span *items;
	size_t len;
	size_t size;
};

/*
 * dir-spec 3.4.1, as in GETINFO ns/… and the events NS and NEWCONSENSUS. Spans
 * point into the lines read; missing fields are empty. Initialise to all zero;
 * free with router_status_clear(). Can be reused without clearing.
 */
struct router_status {
	struct span nickname;
	char fingerprint[ROUTER_STATUS_HEX + 1];
	char digest[ROUTER_STATUS_HEX + 1]; /* "" if there is none */
	struct span published; /* "2038-01-01 00:00:00", the same for all */
	struct span address;
	struct span or_port;
	struct span dir_port;
	struct span flags;     /* separated by blanks */
	struct span bandwidth; /* as weighted by the authorities */
	struct span measures;  /* the "w" line's keywords after it */
	struct span policy;    /* "accept 80,443" */
	struct router_status_lines addresses; /* more addresses, with ports */
	struct router_status_lines others;    /* whole lines without a field */
};

/*
 * Starts an entry from its line "r nickname identity [digest] date time address
 * ORPort DirPort". Returns false, leaving the entry empty, for any other line.
 */
bool router_status_begin(struct router_status *entry, struct span line);

/* Adds one more line to the entry; it must not begin with "r ". */
void router_status_add(struct router_status *entry, struct span line);

/* Adds a line to a list; free the list's `items` with free(). */
void router_status_add_line(struct router_status_lines *lines,
	struct span line);

/*
 * Writes 20 bytes of unpadded base64 as 40 upper-case digits and a NUL. For any
 * other text, writes "" and returns false.
 */
bool router_status_read_identity(struct span text, char *hex);

void router_status_clear(struct router_status *entry);

#endif
