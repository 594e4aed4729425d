/* Relays chosen for a path: by country, by bandwidth, apart from each other. */
#ifndef API_PATH_H
#define API_PATH_H

#include "api/consensus.h"
#include "api/countries.h"
#include "api/family.h"
#include "conn/client.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum { PATH_MAX_CHOSEN = 8 };

/*
 * The relays of a path so far, in the order of the circuit. Starts all zero
 * but for `consensus`, ends with path_clear().
 */
struct path {
	const struct consensus *consensus;
	const struct router_status *relays[PATH_MAX_CHOSEN];
	struct family families[PATH_MAX_CHOSEN];
	size_t len;
	bool same_subnet;           /* EnforceDistinctSubnets 0 */
	struct strv node_families;  /* of torrc: a family each */
	struct strv refused;        /* fingerprints of relatives */
};

/*
 * Reads what Tor is set to: whether relays of one path may share a /16 (IPv6:
 * a /32), and NodeFamily. What it refuses is as by default.
 */
bool path_begin(struct path *path, struct client *client, struct error *error);

/*
 * A relay with all of `flags` (words with blanks between them) that is Running,
 * no BadExit and apart from those of the path, families aside: chosen by
 * chance, the more bandwidth the likelier. `accept` (may be NULL) has a say.
 * NULL: there is none.
 */
const struct router_status *path_choose(const struct path *path,
	const char *flags, bool (*accept)(const void *arg,
	const struct router_status *relay), const void *arg);

/*
 * Adds a relay at the end, with its family, whatever is there. A path that is
 * full stays as it is. False: the connection is lost or does not answer.
 */
bool path_add(struct path *path, struct client *client,
	const struct router_status *relay, struct error *error);

/*
 * Adds an exit in `country` (two letters, any case), of no family of the
 * others; loads what `countries` lacks. False, too: no GeoIP files, or no such
 * exit (ERROR_TOR).
 */
bool path_add_exit(struct path *path, struct client *client,
	const char *country, struct countries *countries, struct error *error);

/*
 * Puts two relays before the only one of the path, which is its exit: Tor's
 * own first guard that is up, if there is one, and a relay in between. No two
 * of them are of one family. False, too: there are too few relays (ERROR_TOR).
 */
bool path_complete(struct path *path, struct client *client,
	struct error *error);

/* Whether all words of `flags` are among those of the relay. */
bool path_has_flags(const struct router_status *relay, const char *flags);

void path_clear(struct path *path);

#endif
