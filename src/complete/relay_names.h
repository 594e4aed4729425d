/* The relays of a consensus, searchable by prefixes of their names. */
#ifndef COMPLETE_RELAY_NAMES_H
#define COMPLETE_RELAY_NAMES_H

#include "proto/router_status.h"
#include "util/span.h"

#include <stddef.h>

enum { RELAY_NAMES_HEX = ROUTER_STATUS_HEX, RELAY_NAMES_NICKNAME = 19 };

struct relay_name {
	char fingerprint[RELAY_NAMES_HEX + 1]; /* 40 upper-case hex digits */
	char nickname[RELAY_NAMES_NICKNAME + 1];
};

/* Zero-initialize; relay_names_clear() frees it. */
struct relay_names {
	struct relay_name *items;           /* by fingerprint */
	const struct relay_name **by_name;  /* by nickname, case-insensitive */
	size_t len;
};

/* Parses the value of ns/all; malformed lines are skipped. */
void relay_names_parse(struct relay_names *relays, struct span text);

/*
 * Finds relays whose fingerprint or nickname begins with `prefix`
 * (case-insensitive): `*count` of them from the returned index.
 */
size_t relay_names_find_fingerprint(const struct relay_names *relays,
	const char *prefix, size_t *count);
size_t relay_names_find_nickname(const struct relay_names *relays,
	const char *prefix, size_t *count);

void relay_names_clear(struct relay_names *relays);

#endif
