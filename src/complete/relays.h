/* The relays of a consensus, searchable by prefixes of their names. */
#ifndef COMPLETE_RELAYS_H
#define COMPLETE_RELAYS_H

#include "proto/router_status.h"
#include "util/span.h"

#include <stddef.h>

enum { RELAYS_HEX = ROUTER_STATUS_HEX, RELAYS_NICKNAME = 19 };

struct relay {
	char fingerprint[RELAYS_HEX + 1]; /* 40 upper-case hex digits */
	char nickname[RELAYS_NICKNAME + 1];
};

/* Zero-initialize; relays_clear() frees it. */
struct relays {
	struct relay *items;           /* by fingerprint */
	const struct relay **by_name;  /* by nickname, case-insensitive */
	size_t len;
};

/* Parses the value of ns/all; malformed lines are skipped. */
void relays_parse(struct relays *relays, struct span text);

/*
 * Finds relays whose fingerprint or nickname begins with `prefix`
 * (case-insensitive): `*count` of them from the returned index.
 */
size_t relays_find_fingerprint(const struct relays *relays,
	const char *prefix, size_t *count);
size_t relays_find_nickname(const struct relays *relays, const char *prefix,
	size_t *count);

void relays_clear(struct relays *relays);

#endif
