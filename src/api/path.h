/* Relays chosen for a path: by country, by bandwidth, apart from each other. */
#ifndef API_PATH_H
#define API_PATH_H

#include "api/consensus.h"
#include "api/countries.h"
#include "conn/client.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The relays of a path so far, in the order of the circuit. */
enum { PATH_MAX_CHOSEN = 8 };

struct path {
	const struct consensus *consensus;
	const struct router_status *relays[PATH_MAX_CHOSEN];
	size_t len;
	bool same_subnet; /* relays may share a /16, as in a test network */
};

/*
 * A relay with all of `flags` (words with blanks between them) that is Running,
 * no BadExit and apart from those of the path: chosen by chance, the more
 * bandwidth the likelier. `accept` (may be NULL) has a say. NULL: there is none.
 */
const struct router_status *path_choose(const struct path *path,
	const char *flags, bool (*accept)(const void *arg,
	const struct router_status *relay), const void *arg);

/*
 * An exit in `country` (two letters, any case); loads what `countries` lacks.
 * NULL: no GeoIP files, or no such exit (ERROR_TOR).
 */
const struct router_status *path_choose_exit(const struct path *path,
	struct client *client, const char *country,
	struct countries *countries, struct error *error);

/*
 * Makes the path one of three relays that ends with `exit`: Tor's own first
 * guard that is up, if there is one, and a relay in between. False when there
 * are too few relays.
 */
bool path_complete(struct path *path, struct client *client,
	const struct router_status *exit, struct error *error);

/* Whether all words of `flags` are among those of the relay. */
bool path_has_flags(const struct router_status *relay, const char *flags);

#endif
