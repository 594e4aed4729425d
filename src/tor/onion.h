/* Onion services in a running Tor: creating, publishing, removing. */
#ifndef TOR_ONION_H
#define TOR_ONION_H

#include "conn/connection.h"
#include "tor/events.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The service that ADD_ONION is to create (control-spec 3.27). */
struct onion_plan {
	/* "ED25519-V3:…"; NULL: create a new key. */
	const char *key;
	bool keep_key;              /* return the new key */
	struct strv ports;          /* in the format of onion_read_port() */
	struct strv clients;        /* public keys in base32 */
	const char *max_streams;    /* per circuit, or NULL */
	bool detach;
	bool pow;
};

/* The created service. Initialize to zero; release with onion_clear(). */
struct onion {
	char *address;  /* without ".onion" */
	struct buf key; /* the new key, if requested; secret */
	struct buf said; /* Tor's reply as received, without the key's line */
	bool no_pow;    /* this Tor was built without proof of work */
};

/*
 * Reads PORT, PORT:PORT, PORT:IP:PORT or PORT:unix:/PATH. Returns it as Tor
 * expects it, "PORT[,TARGET]", owned by the caller, or NULL with ERROR_USAGE.
 */
char *onion_read_port(const char *word, struct error *error);

/*
 * Creates the service. If Tor does not support proof of work here (before
 * 0.4.9.2), retries without it. A tap does not see the reply.
 */
bool onion_add(struct connection *connection, const struct onion_plan *plan,
	struct onion *onion, struct error *error);

/* Removes a service (control-spec 3.28). */
bool onion_remove(struct connection *connection, const char *address,
	struct error *error);

void onion_clear(struct onion *onion);

/* How far the descriptors of a service are published. */
struct onion_progress {
	size_t created;  /* descriptors created */
	size_t uploads;  /* started, each of one descriptor to one directory */
	size_t uploaded;
	size_t failed;
	bool done;       /* none is pending, and at least one succeeded */
	bool refused;    /* none is pending, and all failed */
};

extern const char *const onion_publish_events[]; /* for events_borrow() */

/*
 * Follows the HS_DESC events of one service. Set `address` and initialize the
 * rest to zero; release with onion_publish_clear().
 */
struct onion_publish {
	const char *address;
	/* After HSPOST, for which Tor announces no upload: count all answers. */
	bool posted;
	struct onion_progress progress;
	struct strv waiting;  /* descriptors not yet sent anywhere */
	struct strv under_way; /* directories that have not answered yet */
	struct buf refusals;  /* "DIRECTORY REASON, DIRECTORY REASON" */
};

void onion_publish_look(struct onion_publish *publish,
	const struct queue_event *event);

/* Sets the error of a descriptor that all directories refused. Returns false. */
bool onion_publish_refused(const struct onion_publish *publish,
	struct error *error);

void onion_publish_clear(struct onion_publish *publish);

#endif
