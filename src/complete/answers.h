/* Answers of the running Tor for completion: quick lookups with a cache. */
#ifndef COMPLETE_ANSWERS_H
#define COMPLETE_ANSWERS_H

#include "complete/relay_names.h"
#include "util/error.h"
#include "util/pairs.h"

#include <stdbool.h>
#include <stdint.h>

struct session;
struct answers;

/* Limit in milliseconds for all lookups of one Tab press. */
enum { ANSWERS_BUDGET = 250 };

/* Lists of names, each with Tor's description (or NULL). */
enum answers_list {
	ANSWERS_KEYS,      /* GETINFO keys; a family ends with "*" or "<…>" */
	ANSWERS_OPTIONS,   /* with their types */
	ANSWERS_EVENTS,
	ANSWERS_SIGNALS,
	ANSWERS_FEATURES,
	ANSWERS_CIRCUITS,  /* with status and path */
	ANSWERS_STREAMS,   /* with status, target and circuit */
	ANSWERS_ONIONS_CURRENT,
	ANSWERS_ONIONS_DETACHED,
	ANSWERS_MAPPED,    /* addresses, with what they are mapped to */
	ANSWERS_LISTS,
};

/*
 * Lookup functions. After ERROR_TIMEOUT, which comes within `timeout`
 * milliseconds, a key is not requested again for a while, nor before late()
 * returns its answer or another error. A refusal counts as an answer.
 */
struct answers_calls {
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
	/* Adds the services of ONION_CLIENT_AUTH_VIEW, each with a name. */
	bool (*clients)(void *arg, int timeout, struct pairs *services,
		struct error *error);
	/*
	 * Adds options, each with its description in tor's manual; NULL: none.
	 */
	void (*manual)(struct pairs *options);
	int64_t (*now)(void *arg); /* NULL: clock_now() */
	void *arg;
};

/* Creates a cache; copies `calls`. */
struct answers *answers_new(const struct answers_calls *calls);

/*
 * Creates a cache that uses the session's connection while there is one: it
 * never connects, prints or takes an event. Borrows `session`.
 */
struct answers *answers_new_live(struct session *session);

void answers_free(struct answers *answers);

/* Clears the cache, for a new connection or another Tor. */
void answers_reset(struct answers *answers);

/*
 * Begins a Tab press: its lookups may take `budget` milliseconds from now on.
 * Stores an outstanding answer of an earlier one, if it has arrived.
 */
void answers_begin(struct answers *answers, int budget);

/*
 * Returns a list, valid until the next answers_begin(). NULL if Tor cannot be
 * asked or does not answer before the deadline. `answers` may be NULL.
 */
const struct pairs *answers_list(struct answers *answers,
	enum answers_list list);

/* Returns the list that this GETINFO key provides, or ANSWERS_LISTS. */
enum answers_list answers_find(const char *key);

/* Returns all relays of the consensus; otherwise like answers_list(). */
const struct relay_names *answers_relays(struct answers *answers);

/*
 * Returns the first sentence about an option in tor's manual, or NULL. The
 * manual is read once, when first needed.
 */
const char *answers_manual(struct answers *answers, const char *option);

/*
 * Adds the services for which Tor holds a client's key, each with the key's name,
 * if available.
 */
void answers_clients(struct answers *answers, struct pairs *services);

/* Adds the current values of an option, if available. */
void answers_values(struct answers *answers, const char *option,
	struct pairs *values);

#endif
