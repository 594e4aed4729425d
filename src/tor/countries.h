/* The countries of addresses and relays, from Tor's GeoIP data. */
#ifndef TOR_COUNTRIES_H
#define TOR_COUNTRIES_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COUNTRIES_TEXT = 48 };

struct countries_entry {
	char name[COUNTRIES_TEXT];  /* an address, or a fingerprint */
	char value[COUNTRIES_TEXT]; /* its country or address; "": none */
};

/* A hash table with open addressing. */
struct countries_table {
	struct countries_entry *items; /* entries without a name are free */
	size_t len;
	size_t size; /* a power of two, or 0 */
};

/*
 * The countries known so far. Initialize to zero; release with
 * countries_clear().
 */
struct countries {
	bool asked;     /* whether Tor was asked for GeoIP data */
	bool available; /* Tor has data for IPv4 or IPv6 */
	struct countries_table addresses;
	struct countries_table relays;
	/* How long countries_learn() may still wait, in ms, until when. */
	int64_t period_left, period_end;
};

/* Sends ahead the request of countries_begin(); see ahead_send_soon(). */
void countries_send_ahead(const struct countries *countries,
	struct connection *connection);

/* Checks whether Tor has GeoIP data and sets `available`. */
bool countries_begin(struct countries *countries, struct connection *connection,
	struct error *error);

/*
 * Looks up these addresses in Tor, many per request; known ones are not asked
 * for again. It is not a failure if Tor has no GeoIP data or does not know or
 * accept an address; such addresses have no country. A tap does not see the
 * replies.
 */
bool countries_load(struct countries *countries, struct connection *connection,
	const struct strv *addresses, struct error *error);

/*
 * Like countries_load() for relays, given by fingerprints without "$": reads
 * their addresses from the consensus (ns/id/…), then the countries of those.
 */
bool countries_load_relays(struct countries *countries,
	struct connection *connection, const struct strv *fingerprints,
	struct error *error);

/* Adds the fingerprints of a path's relays, without "$". */
void countries_list_path(struct strv *fingerprints, struct span path);

/*
 * Looks up new relays in the event's path, before it is shown. Waits for Tor for
 * Looks up new relays in the event's path, before it is shown. Waits for Tor for
 * at most 250 ms, also in total for the events of 10 s. No request may be
 * pending.
 * pending.
 */
void countries_learn(struct countries *countries,
	struct connection *connection, struct span event);

/*
 * Returns two letters as sent by Tor ("de"), or NULL if unknown; valid until
 * the next call that loads. IPv6 addresses may have brackets.
 */
const char *countries_find(const struct countries *countries,
	struct span address);
const char *countries_find_relay(const struct countries *countries,
	struct span fingerprint);

/* Returns the address of a loaded relay, or NULL. */
const char *countries_relay_address(const struct countries *countries,
	struct span fingerprint);

void countries_clear(struct countries *countries);

#endif
