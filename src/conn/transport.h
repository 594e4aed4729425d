/* The ways to reach a control port, one row each. */
#ifndef CONN_TRANSPORT_H
#define CONN_TRANSPORT_H

#include "conn/address.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An open way to a control port. */
struct transport_link {
	int fd; /* a connected stream socket */
	/* Called once, when `fd` has been closed; NULL: nothing more to do. */
	void (*end)(void *arg);
	void *arg;
};

/*
 * Everything about a kind of address: messages and Tab use it too. `address`
 * has the row as its transport, and is all zero otherwise in parse().
 */
struct transport {
	const char *scheme;  /* begins its addresses: "unix:"; NULL: none */
	const char *forms;   /* for messages: "/path/to/socket" */
	const char *summary; /* of the scheme */
	bool is_path;        /* a path follows, also without the scheme */
	/* Returns whether it is this kind, without the scheme. NULL: no. */
	bool (*fits)(const char *text);
	bool listens;        /* programs listen there, so also for SOCKS */
	/*
	 * Reads what follows the scheme of `text`. Returns false (ERROR_USAGE)
	 * if that is not valid.
	 */
	bool (*parse)(struct span rest, const char *text,
		struct address *address, struct error *error);
	/* Returns the address as it is shown; the caller's. */
	char *(*format)(const struct address *address);
	/*
	 * Connects: see address_connect(). Leaves `link`, which is all zero, as
	 * it is on failure.
	 */
	bool (*connect)(const struct address *address, int64_t deadline,
		int cancel_fd, struct transport_link *link,
		struct error *error);
	/* Returns whether it leads to this machine. */
	bool (*is_local)(const struct address *address);
	/* Appends the addresses that Tab can offer. NULL: none. */
	void (*complete)(struct strv *addresses);
};

/* The first is for addresses without a scheme; the last has no connect(). */
extern const struct transport transports[];

#endif
