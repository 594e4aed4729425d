/* Completion data from the running Tor: quick lookups with a cache. */
#ifndef COMPLETE_SOURCES_H
#define COMPLETE_SOURCES_H

#include "complete/relays.h"
#include "util/error.h"
#include "util/pairs.h"

#include <stdbool.h>
#include <stdint.h>

struct session;
struct sources;

/* Limit in milliseconds for all lookups of one Tab press. */
enum { SOURCES_BUDGET = 250 };

/* Lists of names, each with Tor's description (or NULL). */
enum sources_list {
	SOURCES_KEYS,      /* GETINFO keys; a family ends with "*" or "<…>" */
	SOURCES_OPTIONS,   /* with their types */
	SOURCES_EVENTS,
	SOURCES_SIGNALS,
	SOURCES_FEATURES,
	SOURCES_CIRCUITS,  /* with status and path */
	SOURCES_STREAMS,   /* with status, target and circuit */
	SOURCES_ONIONS_CURRENT,
	SOURCES_ONIONS_DETACHED,
	SOURCES_MAPPED,    /* addresses, with what they are mapped to */
	SOURCES_LISTS,
};

/*
 * Lookup functions. After ERROR_TIMEOUT, which comes within `timeout`
 * milliseconds, a key is not requested again for a while, nor before late()
 * returns its answer or another error. A refusal counts as an answer.
 */
struct sources_calls {
	/* Returns the value of a GETINFO key, the caller's; NULL on failure. */
	char *(*info)(void *arg, const char *key, int timeout,
		struct error *error);
	/*
	 * Returns the outstanding answer of the last info() that timed out;
	 * ERROR_TIMEOUT if it has not arrived. Never waits. At most one answer
	 * is outstanding.
	 */
	char *(*late)(void *arg, const char *key, struct error *error);
	/* Adds the current values of a configuration option. */
	bool (*conf)(void *arg, const char *option, int timeout,
		struct pairs *values, struct error *error);
	int64_t (*now)(void *arg); /* NULL: clock_now() */
	void *arg;
};

/* Creates sources; copies `calls`. */
struct sources *sources_new(const struct sources_calls *calls);

/*
 * Creates sources that use the session's connection while there is one: they
 * never connect, print or take an event. Borrows `session`.
 */
struct sources *sources_new_live(struct session *session);

void sources_free(struct sources *sources);

/* Clears the cache, for a new connection or another Tor. */
void sources_reset(struct sources *sources);

/*
 * Begins a Tab press: its lookups may take `budget` milliseconds from now on.
 * Stores an outstanding answer of an earlier one, if it has arrived.
 */
void sources_begin(struct sources *sources, int budget);

/*
 * Returns a list, valid until the next sources_begin(). NULL if Tor cannot be
 * asked or does not answer before the deadline. `sources` may be NULL.
 */
const struct pairs *sources_list(struct sources *sources,
	enum sources_list list);

/* Returns the list that this GETINFO key provides, or SOURCES_LISTS. */
enum sources_list sources_find(const char *key);

/* Returns all relays of the consensus; otherwise like sources_list(). */
const struct relays *sources_relays(struct sources *sources);

/* Adds the current values of an option, if available. */
void sources_values(struct sources *sources, const char *option,
	struct pairs *values);

#endif
