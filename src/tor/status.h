/* The state of a Tor as a client, relay, bridge or onion service host. */
#ifndef TOR_STATUS_H
#define TOR_STATUS_H

#include "conn/connection.h"
#include "tor/consensus.h"
#include "tor/info.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tor's answer to a question, or that it refused it. */
enum status_fact { STATUS_UNKNOWN, STATUS_NO, STATUS_YES };

/* The number of some objects, and how many of them are in a good state. */
struct status_count {
	bool known;
	size_t all;
	size_t good;
};

/* Initialize to zero; release with status_clear(). */
struct status {
	struct info info;           /* from GETINFO */
	struct pairs options;       /* from GETCONF */
	struct error refused;       /* one entry for each refused question */
	struct buf relay_key;
	struct consensus consensus; /* owns `entry` */

	int progress;                /* bootstrap percentage; -1: unknown */
	struct buf phase;            /* its summary: "Done" */
	struct buf trouble;          /* Tor's bootstrap warning, or "" */
	int64_t skew; /* seconds by which Tor's clock is ahead, if known */
	enum status_fact network_off;  /* DisableNetwork 1 */
	enum status_fact streams_left; /* __LeaveStreamsUnattached 1 */
	/*
	 * Tor's term: it builds no circuits in advance, because nobody has used
	 * it for an hour. This is not a fault, and normal for most relays. It
	 * does not show that a signal made Tor dormant.
	 */
	enum status_fact dormant;
	enum status_fact server;     /* a relay or a bridge */
	enum status_fact bridge;
	bool authority;
	const char *nickname;        /* of a server, or NULL */
	enum status_fact listed;     /* in the consensus; of a server */
	const struct router_status *entry; /* if `listed` */
	enum status_fact accounting;
	struct status_count onions_configured; /* in torrc */
	struct status_count onions_current;    /* of this connection */
	struct status_count onions_detached;   /* of no connection */
	struct status_count circuits;    /* good: built */
	struct status_count streams;     /* good: connected */
	struct status_count connections; /* to relays; good: connected */
	struct status_count guards;      /* good: up */
};

/*
 * Asks Tor, in a few round trips. Refused values stay unknown. Returns false if
 * the connection is lost, Tor does not answer, or a reply does not match.
 */
bool status_read(struct status *status, struct connection *connection,
	struct error *error);

/* Returns whether a GETINFO key was answered, even by an empty value. */
bool status_knows(const struct status *status, const char *key);

/* Returns the value of a GETINFO key, or an empty span. */
struct span status_value(const struct status *status, const char *key);

/* Returns whether that value is "1"; unknown if there is none. */
enum status_fact status_fact(const struct status *status, const char *key);

/* Returns "client", "relay", "bridge" or "authority"; NULL: unknown. */
const char *status_role(const struct status *status);

/*
 * Returns the first refusal of a question about `subject`, a GETINFO key or
 * an option; NULL if it was not refused.
 */
const struct error *status_refusal(const struct status *status,
	const char *subject);

void status_clear(struct status *status);

#endif
