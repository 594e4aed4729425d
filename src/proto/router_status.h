/* Router status entries: what a consensus says of a relay. */
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
 * dir-spec 3.4.1, as GETINFO ns/… and the events NS and NEWCONSENSUS give it.
 * Spans point into the lines read; what is not there is empty. Starts all
 * zero, ends with router_status_clear(), and can be used again and again.
 */
struct router_status {
	struct span nickname;
	char fingerprint[ROUTER_STATUS_HEX + 1];
	char digest[ROUTER_STATUS_HEX + 1]; /* "" where none is given */
	struct span published; /* "2038-01-01 00:00:00", alike for all */
	struct span address;
	struct span or_port;
	struct span dir_port;
	struct span flags;     /* split at blanks */
	struct span bandwidth; /* as the authorities weigh it */
	struct span measures;  /* keywords of the "w" line behind it */
	struct span policy;    /* "accept 80,443" */
	struct router_status_lines addresses; /* further ones, with ports */
	struct router_status_lines others;    /* whole lines of no field */
};

/*
 * Starts an entry with its line "r nickname identity [digest] date time
 * address ORPort DirPort". False, and an empty entry, when it is none.
 */
bool router_status_begin(struct router_status *entry, struct span line);

/* Takes one more line of the entry in; must not begin with "r ". */
void router_status_add(struct router_status *entry, struct span line);

/* Adds a line to a list, which ends with free() of its `items`. */
void router_status_add_line(struct router_status_lines *lines,
	struct span line);

/*
 * 20 bytes in base64 without its "=" as 40 upper-case digits and a NUL; ""
 * when they are not that.
 */
bool router_status_read_identity(struct span text, char *hex);

void router_status_clear(struct router_status *entry);

#endif
