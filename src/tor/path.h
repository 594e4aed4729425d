/* Choosing relays for a path: by country, bandwidth, family and subnet. */
#ifndef TOR_PATH_H
#define TOR_PATH_H

#include "conn/connection.h"
#include "tor/consensus.h"
#include "tor/countries.h"
#include "tor/family.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum { PATH_MAX_CHOSEN = 8 };

/*
 * The relays chosen so far, in circuit order. Set `consensus` and initialize
 * the rest to zero; release with path_clear().
 */
struct path {
	const struct consensus *consensus;
	const struct router_status *relays[PATH_MAX_CHOSEN];
	struct family families[PATH_MAX_CHOSEN];
	size_t len;
	bool same_subnet;           /* EnforceDistinctSubnets 0 */
	struct strv node_families;  /* NodeFamily in torrc, one family each */
	struct strv refused;        /* fingerprints of their relatives */
};

/*
 * Reads two settings of Tor: whether the relays of a path may share a /16
 * (IPv6: a /32), and NodeFamily. Settings that Tor refuses keep their defaults.
 */
bool path_begin(struct path *path, struct connection *connection,
	struct error *error);

/*
 * Chooses a relay that has all of `flags` (separated by blanks), is Running and
 * not BadExit, and is apart from the relays of the path, except that families
 * are not checked. The choice is random, weighted by bandwidth. `accept`, if
 * not NULL, can reject candidates. Returns NULL if there is none.
 */
const struct router_status *path_choose(const struct path *path,
	const char *flags, bool (*accept)(const void *arg,
	const struct router_status *relay), const void *arg);

/*
 * Appends a relay with its family, without any checks. Does nothing if the path
 * is full. Returns false if the connection is lost or Tor does not answer.
 */
bool path_add(struct path *path, struct connection *connection,
	const struct router_status *relay, struct error *error);

/*
 * Appends an exit in `country` (two letters, any case) that shares no family
 * with the others; loads what `countries` lacks. Also returns false if there
 * are no GeoIP files or no such exit (ERROR_TOR).
 */
bool path_add_exit(struct path *path, struct connection *connection,
	const char *country, struct countries *countries, struct error *error);

/*
 * Inserts two relays before the only one in the path, its exit: Tor's first
 * guard that is up, if there is one, and a middle relay. No two of the three
 * share a family. Also returns false if there are too few relays (ERROR_TOR).
 */
bool path_complete(struct path *path, struct connection *connection,
	struct error *error);

/* Returns whether the relay has all of `flags`. */
bool path_has_flags(const struct router_status *relay, const char *flags);

void path_clear(struct path *path);

#endif
