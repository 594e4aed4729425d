/* How a Tor is: as a client, a relay, a bridge or an onion-service host. */
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

/* How many there are of something, and how many of them are in good state. */
struct status_count {
	size_t all;
	size_t good;
};

/* Starts all zero, ends with status_clear(). */
struct status {
	struct info info;           /* all that was asked for by GETINFO */
	struct pairs options;       /* … and by GETCONF */
	struct buf relay_key;
	struct consensus consensus; /* owns `entry` */

	unsigned long long progress; /* of bootstrapping, percent */
	struct buf phase;            /* its summary: "Done" */
	struct buf trouble;          /* what Tor warns of on the way, or "" */
	bool network_off;            /* DisableNetwork 1 */
	bool streams_left;           /* __LeaveStreamsUnattached 1 */
	/*
	 * Tor's word for it: it builds no circuits ahead, as nobody has used it
	 * for an hour. So are most relays, and it is no fault; that Tor was
	 * told to be dormant (SIGNAL) it does not say here.
	 */
	bool dormant;
	bool server;                 /* a relay or a bridge */
	bool bridge;
	bool authority;
	const char *nickname;        /* of a server, or NULL */
	const struct router_status *entry; /* a server's own one, or NULL */
	bool accounting;
	size_t onions_configured;    /* in torrc, */
	size_t onions_current;       /* of this control connection, */
	size_t onions_detached;      /* and of none any more */
	struct status_count circuits;    /* good: built */
	struct status_count streams;     /* good: connected */
	struct status_count connections; /* to relays; good: connected */
	struct status_count guards;      /* good: up */
};

/*
 * Asks Tor in few round trips. What it refuses since it does not apply, or
 * since it is too old, is left out. False: the connection is lost or it does
 * not answer.
 */
bool status_read(struct status *status, struct client *client,
	struct error *error);

/* The value of a GETINFO key that was asked for; empty if there is none. */
struct span status_value(const struct status *status, const char *key);

/* Whether that value is "1". */
bool status_is_on(const struct status *status, const char *key);

/* Appends a sentence for each thing that an operator must know. */
void status_list_warnings(const struct status *status,
	struct strv *warnings);

/*
 * Whether Tor says of itself that it can be used. False: ERROR_TOR with the
 * reason. With all relays dead it still says so (PROTOCOL 4.11), so see also
 * status_probe().
 */
bool status_check(const struct status *status, struct error *error);

/*
 * Builds a circuit and closes it. Tries again when one fails. False: none was
 * built by `deadline` (ERROR_CHECK with the reason, which says that there were
 * `timeout` milliseconds), connection lost, interrupted; the circuit may be
 * left to Tor then. `milliseconds` is how long it took.
 */
bool status_probe(struct client *client, struct events *events,
	int timeout, int64_t deadline, int64_t *milliseconds,
	struct error *error);

void status_clear(struct status *status);

#endif
