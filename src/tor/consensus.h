/* The relays in Tor's consensus: reading and searching. */
#ifndef TOR_CONSENSUS_H
#define TOR_CONSENSUS_H

#include "conn/connection.h"
#include "proto/router_status.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Initialize to zero; release with consensus_clear(). */
struct consensus {
	char *text;                   /* the entries point into it */
	struct router_status *relays; /* in Tor's order: by fingerprint */
	size_t len;
};

/* The forms in which a user can name a relay. */
enum consensus_name {
	CONSENSUS_FINGERPRINT, /* 40 digits; may have "$", "~nick", "=nick" */
	CONSENSUS_ADDRESS,     /* IPv4 or IPv6, with or without brackets */
	CONSENSUS_NICKNAME,
	CONSENSUS_NOTHING,
};

/*
 * Returns the form of `who`; also stores the 40 digits of a fingerprint, in
 * upper case, in `hex`.
 */
enum consensus_name consensus_name_kind(const char *who,
	char hex[ROUTER_STATUS_HEX + 1]);

/*
 * Parses the value of GETINFO ns/…, of which it takes ownership. Malformed
 * entries are skipped.
 */
void consensus_parse(struct consensus *consensus, char *text);

/*
 * Asks Tor for `key`: ns/all, or ns/id/FINGERPRINT or ns/name/NICKNAME for one
 * relay. Succeeds without relays if Tor has no consensus. A tap does not see
 * the reply.
 */
bool consensus_read(struct consensus *consensus, struct connection *connection,
	const char *key, struct error *error);

/*
 * Checks whether there are relays to search; asks Tor if `consensus` is empty.
 * Returns false (ERROR_TOR) if Tor has no consensus yet.
 */
bool consensus_check(const struct consensus *consensus,
	struct connection *connection, struct error *error);

/* Finds a relay by 40 upper-case digits. Returns NULL if there is none. */
const struct router_status *consensus_find_fingerprint(
	const struct consensus *consensus, const char *hex);

/*
 * Finds a relay by what the user typed; see enum consensus_name. Case is
 * ignored. Returns NULL if there is none (ERROR_TOR with Tor's code 552), if
 * several share the nickname or address (ERROR_USAGE, which lists their
 * fingerprints), or if it cannot name a relay (ERROR_USAGE).
 */
const struct router_status *consensus_find(const struct consensus *consensus,
	const char *who, struct error *error);

/*
 * Reads only what is needed to find `who` into `consensus`, which must be
 * empty, and finds it as consensus_find() does.
 */
const struct router_status *consensus_look_up(struct consensus *consensus,
	struct connection *connection, const char *who, struct error *error);

void consensus_clear(struct consensus *consensus);

#endif
