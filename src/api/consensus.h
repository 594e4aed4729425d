/* The relays that Tor knows: its consensus, read and searched. */
#ifndef API_CONSENSUS_H
#define API_CONSENSUS_H

#include "conn/client.h"
#include "proto/router_status.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Starts all zero, ends with consensus_clear(). */
struct consensus {
	char *text;                   /* what the entries point into */
	struct router_status *relays; /* in Tor's order: by fingerprint */
	size_t len;
	const struct router_status **by_fingerprint;
};

/* What a word that names a relay may be. */
enum consensus_name {
	CONSENSUS_FINGERPRINT, /* 40 digits; may have "$", "~nick", "=nick" */
	CONSENSUS_ADDRESS,     /* IPv4, IPv6, that in brackets too */
	CONSENSUS_NICKNAME,
	CONSENSUS_NOTHING,
};

/*
 * What `who` may be; the 40 digits of a fingerprint, in capitals, also go to
 * `hex`.
 */
enum consensus_name consensus_name_kind(const char *who,
	char hex[ROUTER_STATUS_HEX + 1]);

/*
 * Takes over the value of GETINFO ns/…. Entries that are not as they should be
 * are passed over.
 */
void consensus_parse(struct consensus *consensus, char *text);

/*
 * Asks Tor for `key`: ns/all, or ns/id/FINGERPRINT or ns/name/NICKNAME for one
 * relay. A Tor without a consensus has none (true). A tap does not see the
 * reply.
 */
bool consensus_read(struct consensus *consensus, struct client *client,
	const char *key, struct error *error);

/*
 * Whether there are relays to be found: asks Tor when `consensus` is empty.
 * False (ERROR_TOR): it has no consensus yet.
 */
bool consensus_check(const struct consensus *consensus, struct client *client,
	struct error *error);

/* By 40 digits in capitals; NULL when there is none. */
const struct router_status *consensus_find_fingerprint(
	const struct consensus *consensus, const char *hex);

/*
 * By what a user calls it, see enum consensus_name; letter case does not
 * matter. NULL: there is none (ERROR_TOR, 552 as Tor itself says), several
 * bear that nickname or address (ERROR_USAGE, which names their fingerprints),
 * or it cannot be a relay's name (ERROR_USAGE).
 */
const struct router_status *consensus_find(const struct consensus *consensus,
	const char *who, struct error *error);

/*
 * Both at once: reads as little as is needed to find `who` into `consensus`,
 * which must be empty, and finds it.
 */
const struct router_status *consensus_look_up(struct consensus *consensus,
	struct client *client, const char *who, struct error *error);

void consensus_clear(struct consensus *consensus);

#endif
