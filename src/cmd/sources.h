/* What Tab knows of the running Tor: asked for in little time, and kept. */
#ifndef CMD_SOURCES_H
#define CMD_SOURCES_H

#include "cmd/relays.h"
#include "util/error.h"
#include "util/pairs.h"

#include <stdbool.h>
#include <stdint.h>

struct session;
struct sources;

/* Milliseconds that one Tab may take, all its lookups together. */
enum { SOURCES_BUDGET = 250 };

/* Lists of names, each with what Tor says of it (or NULL). */
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
 * How to ask. What fails within `timeout` milliseconds with ERROR_TIMEOUT is
 * not asked for again for a while, nor before late() has it or fails in another
 * way; a refusal is an answer.
 */
struct sources_calls {
	/* The value of a GETINFO key, the caller's; NULL on failure. */
	char *(*info)(void *arg, const char *key, int timeout,
		struct error *error);
	/*
	 * The answer for which the last info() that timed out, with no other
	 * one still to come, has not waited: at once, or ERROR_TIMEOUT.
	 */
	char *(*late)(void *arg, const char *key, struct error *error);
	/* Adds the current values of a configuration option. */
	bool (*conf)(void *arg, const char *option, int timeout,
		struct pairs *values, struct error *error);
	int64_t (*now)(void *arg); /* NULL: clock_now() */
	void *arg;
};

/* Copies `calls`. */
struct sources *sources_new(const struct sources_calls *calls);

/*
 * Through the session's connection, while it has one: never connects, prints
 * or takes an event. Borrows `session`.
 */
struct sources *sources_new_live(struct session *session);

void sources_free(struct sources *sources);

/* Forgets all: the connection is another one, or Tor is. */
void sources_reset(struct sources *sources);

/*
 * A Tab is pressed: its lookups have `budget` milliseconds from now on. Takes
 * the answer that an earlier one has not waited for, if it has come.
 */
void sources_begin(struct sources *sources, int budget);

/*
 * A list, good until the next sources_begin(). NULL when Tor cannot be asked
 * or does not answer in time. `sources` may be NULL.
 */
const struct pairs *sources_list(struct sources *sources,
	enum sources_list list);

/* The list that comes from this GETINFO key, or SOURCES_LISTS. */
enum sources_list sources_find(const char *key);

/* All relays of the consensus; the rest as above. */
const struct relays *sources_relays(struct sources *sources);

/* Adds the current values of an option, if they can be had. */
void sources_values(struct sources *sources, const char *option,
	struct pairs *values);

#endif
