/* The relays of a consensus, to be found by the beginning of their names. */
#ifndef CMD_RELAYS_H
#define CMD_RELAYS_H

#include "proto/router_status.h"
#include "util/span.h"

#include <stddef.h>

enum { RELAYS_HEX = ROUTER_STATUS_HEX, RELAYS_NICKNAME = 19 };

struct relay {
	char fingerprint[RELAYS_HEX + 1]; /* 40 upper-case digits */
	char nickname[RELAYS_NICKNAME + 1];
};

/* Starts all zero, ends with relays_clear(). */
struct relays {
	struct relay *items;           /* by fingerprint */
	const struct relay **by_name;  /* by nickname, letter case aside */
	size_t len;
};

/* Reads the value of ns/all; lines that are not as they should be count not. */
void relays_parse(struct relays *relays, struct span text);

/*
 * Those whose fingerprint or nickname begins with `prefix`, letter case aside:
 * `*count` of them from the index that is returned.
 */
size_t relays_find_fingerprint(const struct relays *relays,
	const char *prefix, size_t *count);
size_t relays_find_nickname(const struct relays *relays, const char *prefix,
	size_t *count);

void relays_clear(struct relays *relays);

#endif
