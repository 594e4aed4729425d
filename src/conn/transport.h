/* The ways to reach a control port, one row each. */
#ifndef CONN_TRANSPORT_H
#define CONN_TRANSPORT_H

#include "conn/address.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An open connection to a control port, as a socket. */
struct transport_link {
	int fd; /* a connected stream socket */
	/* Called once, when `fd` has been closed; NULL: nothing more to do. */
	void (*end)(void *arg);
	/*
	 * Called when the connection is lost, with the error: replaces it if
	 * more is known. May take a second. NULL: never.
	 */
	void (*explain)(void *arg, struct error *error);
	/*
	 * Reads a cookie file where Tor runs, if that is elsewhere: see
	 * auth_config. NULL: it is a file of this machine, or not needed.
	 */
	bool (*read_cookie)(void *arg, const char *path, struct buf *cookie,
		struct error *error);
	/*
	 * Called when `hear_fd` is readable, in the thread that reads: takes
	 * what the program that carries the connection reports. May take a
	 * moment. Returns false at the end of that. NULL: nothing is reported.
	 */
	bool (*hear)(void *arg);
	int hear_fd;
	void *arg;
	/*
	 * Milliseconds after which a silent peer is asked for an answer (0:
	 * never), and for which that is awaited: see watchdog.h.
	 */
	int silence, patience;
	bool authenticated; /* by the program that relays; */
	char *tor_version;  /* then as reported, the caller's, or NULL */
};

/*
 * A kind of address and how it connects; messages and Tab use it too. `address`
 * has the row as its transport, and is all zero otherwise in parse().
 */
struct transport {
	const char *scheme;  /* begins its addresses: "unix:"; NULL: none */
	const char *forms;   /* for messages: "/path/to/socket" */
	const char *summary; /* of the scheme */
	bool is_path;        /* a path follows, also without the scheme */
	/*
	 * Returns whether an address without a scheme is of this kind. NULL: it
	 * is not.
	 */
	bool (*fits)(const char *text);
	bool listens;        /* servers listen there, so also for SOCKS */
	/*
	 * Reads the part after the scheme. A name becomes its address, with
	 * that address's transport. Returns false if it is invalid: see
	 * address_parse().
	 */
	bool (*parse)(struct span rest, const char *text,
		struct address *address, struct error *error);
	/* Returns the address as it is shown; the caller's. */
	char *(*format)(const struct address *address);
	/*
	 * Connects: see address_connect(). `link` is all zero, and unchanged on
	 * failure.
	 */
	bool (*connect)(const struct address *address, int64_t deadline,
		int cancel_fd, struct transport_link *link,
		struct error *error);
	/*
	 * Connects likewise to another service than a control port, if the
	 * address is a port of another host. NULL: connect() does.
	 */
	bool (*forward)(const struct address *address, int64_t deadline,
		int cancel_fd, struct transport_link *link,
		struct error *error);
	/* Returns whether the address is on this machine. */
	bool (*is_local)(const struct address *address);
	/* Appends the addresses that Tab can offer. NULL: none. */
	void (*complete)(struct strv *addresses);
};

/* The first is the default without a scheme; the last has no connect(). */
extern const struct transport transports[];

#endif
