/* The state of a Tor as a client, relay, bridge or onion service host. */
#ifndef API_STATUS_H
#define API_STATUS_H

#include "api/consensus.h"
#include "api/events.h"
#include "api/info.h"
#include "conn/client.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of some objects, and how many of them are in a good state. */
struct status_count {
	size_t all;
	size_t good;
};

/* Initialize to zero; release with status_clear(). */
struct status {
	struct info info;           /* from GETINFO */
	struct pairs options;       /* from GETCONF */
	struct buf relay_key;
	struct consensus consensus; /* owns `entry` */

	unsigned long long progress; /* bootstrap progress in percent */
	struct buf phase;            /* its summary: "Done" */
	struct buf trouble;          /* Tor's bootstrap warning, or "" */
	bool network_off;            /* DisableNetwork 1 */
	bool streams_left;           /* __LeaveStreamsUnattached 1 */
	/*
	 * Tor's term: it builds no circuits in advance, because nobody has used
	 * it for an hour. This is not a fault, and normal for most relays. It
	 * does not show that a signal made Tor dormant.
	 */
	bool dormant;
	bool server;                 /* a relay or a bridge */
	bool bridge;
	bool authority;
	const char *nickname;        /* of a server, or NULL */
	const struct router_status *entry; /* of a server, or NULL */
	bool accounting;
	size_t onions_configured;    /* in torrc */
	size_t onions_current;       /* of this control connection */
	size_t onions_detached;      /* of no control connection */
	struct status_count circuits;    /* good: built */
	struct status_count streams;     /* good: connected */
	struct status_count connections; /* to relays; good: connected */
	struct status_count guards;      /* good: up */
};

/*
 * Asks Tor in a few round trips. Leaves out what Tor refuses because it does
 * not apply or Tor is too old. Returns false if the connection is lost or Tor
 * does not answer.
 */
bool status_read(struct status *status, struct client *client,
	struct error *error);

/* Returns the value of a GETINFO key, or an empty span. */
struct span status_value(const struct status *status, const char *key);

/* Returns whether that value is "1". */
bool status_is_on(const struct status *status, const char *key);

/* Appends a warning for each problem that an operator must know about. */
void status_list_warnings(const struct status *status,
	struct strv *warnings);

/*
 * Checks whether Tor reports itself usable. Returns false (ERROR_CHECK) with
 * the reason. Tor reports so even if all relays are down; see also
 * status_probe().
 */
bool status_check(const struct status *status, struct error *error);

/*
 * Builds a circuit and closes it; retries if it fails. Returns false if none
 * was built by `deadline` (ERROR_CHECK with the reason, which states `timeout`,
 * in milliseconds, as the limit), if the connection is lost, or if interrupted;
 * the circuit may then be left open. `milliseconds` is the time it took.
 */
bool status_probe(struct client *client, struct events *events,
	int timeout, int64_t deadline, int64_t *milliseconds,
	struct error *error);

void status_clear(struct status *status);

#endif
