/* Onion services that live in a running Tor: made, published, removed. */
#ifndef API_ONION_H
#define API_ONION_H

#include "api/events.h"
#include "conn/client.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What ADD_ONION is to make (control-spec 3.27). */
struct onion_plan {
	/* "ED25519-V3:…"; NULL: a new one. */
	const char *key;
	bool keep_key;              /* a new key is wanted back */
	struct strv ports;          /* as onion_read_port() gives them */
	struct strv clients;        /* public keys in base32 */
	const char *max_streams;    /* of a circuit, or NULL */
	bool detach;
	bool pow;
};

/* What it has made. Starts all zero, ends with onion_clear(). */
struct onion {
	char *address;  /* without ".onion" */
	struct buf key; /* the new one, if it was wanted back; secret */
	struct buf said; /* Tor's reply as it came, but for that key's line */
	bool no_pow;    /* this Tor cannot: it was made without */
};

/*
 * Reads PORT, PORT:PORT, PORT:IP:PORT or PORT:unix:/PATH as Tor wants it,
 * "PORT[,TARGET]"; the caller's. NULL with ERROR_USAGE.
 */
char *onion_read_port(const char *word, struct error *error);

/*
 * Makes the service. A Tor that knows nothing of proofs of work for it (before
 * 0.4.9.2) is asked again without. No tap sees the reply.
 */
bool onion_add(struct client *client, const struct onion_plan *plan,
	struct onion *onion, struct error *error);

/* control-spec 3.28. */
bool onion_remove(struct client *client, const char *address,
	struct error *error);

void onion_clear(struct onion *onion);

/* How far a service's descriptors are published. */
struct onion_progress {
	size_t created;  /* descriptors that were made */
	size_t uploads;  /* of one descriptor to one directory, begun */
	size_t uploaded;
	size_t failed;
	bool done;       /* none is under way, and each was taken by some */
};

extern const char *const onion_publish_events[]; /* to be borrowed */

/*
 * Follows HS_DESC events of one service. Starts with `address`, ends with
 * onion_publish_clear().
 */
struct onion_publish {
	const char *address;
	struct onion_progress progress;
	struct strv waiting;  /* descriptors not yet sent anywhere */
	struct strv under_way; /* directories that have not yet answered */
};

void onion_publish_look(struct onion_publish *publish,
	const struct queue_event *event);

void onion_publish_clear(struct onion_publish *publish);

#endif
