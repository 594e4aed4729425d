/* Which countries relays and addresses are in, as Tor's GeoIP files say. */
#ifndef API_COUNTRIES_H
#define API_COUNTRIES_H

#include "conn/client.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct countries_entry {
	char *name;  /* an address, or a fingerprint's 40 upper-case digits */
	char *value; /* of an address its country, of a relay its address */
};

struct countries_table {
	struct countries_entry *items; /* by name */
	size_t len;
};

/* What is known so far. Starts all zero, ends with countries_clear(). */
struct countries {
	bool asked;     /* whether Tor has GeoIP files: once is enough */
	bool available; /* it has one for IPv4 or for IPv6 */
	struct countries_table addresses;
	struct countries_table relays;
};

/* Asks whether there is any use in loading: sets `available`. */
bool countries_begin(struct countries *countries, struct client *client,
	struct error *error);

/*
 * Has Tor look these addresses up, many in one request; those that are known
 * already are not asked for again. A Tor without GeoIP files, and an address
 * that it does not know or dislikes, is no failure: there is no country then.
 * For torctl's own needs: a tap does not see the replies.
 */
bool countries_load(struct countries *countries, struct client *client,
	const struct strv *addresses, struct error *error);

/*
 * The same for relays, by their fingerprints without "$": their addresses from
 * the consensus (ns/id/…), then the countries of those.
 */
bool countries_load_relays(struct countries *countries,
	struct client *client, const struct strv *fingerprints,
	struct error *error);

/*
 * Two letters as Tor gives them ("de"), or NULL where there is none; good until
 * the next call that loads. An IPv6 address with or without its brackets.
 */
const char *countries_find(const struct countries *countries,
	struct span address);
const char *countries_find_relay(const struct countries *countries,
	struct span fingerprint);

/* The address of a relay that was loaded, or NULL. */
const char *countries_relay_address(const struct countries *countries,
	struct span fingerprint);

void countries_clear(struct countries *countries);

#endif
