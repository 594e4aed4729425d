/* The address of a control port, or of another of Tor's ports. */
#ifndef CONN_ADDRESS_H
#define CONN_ADDRESS_H

#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>

struct transport;
struct transport_link;

/* Initialise to all zero; free with address_clear(). */
struct address {
	const struct transport *transport; /* NULL: no address */
	char *path;    /* of a unix socket, else NULL */
	char *host;    /* name, IPv4, or IPv6 without brackets; NULL: none */
	unsigned port; /* or the number of a descriptor; 0: ssh's default */
	/*
	 * For ssh: the user (NULL: ssh's default), the address of the control
	 * port there (NULL: search), and whether ssh may use our terminal.
	 */
	char *user, *there;
	bool ask;
	/* Called with each line that ssh reports; see opener_config. */
	void (*notice)(void *arg, struct span line);
	void *notice_arg;
	int timeout;   /* milliseconds; replaces the user's; 0: unset */
};

/*
 * Reads an address of one of the kinds in transport.c: "PORT" (on 127.0.0.1),
 * "HOST:PORT", "[V6]:PORT", "/path", "unix:/path" (the path may be in double
 * quotes, as Tor writes it), "fd:NUMBER", one that begins with "ssh://" (see
 * ssh_address.h), or the name of a target (conn/targets.h) or of an instance of
 * this host (conn/instances.h), which is replaced by its address. Returns false
 * for anything else (ERROR_USAGE), or if the files of targets cannot be read
 * (ERROR_FILE) when a name is given.
 */
bool address_parse(const char *text, struct address *address,
	struct error *error);

/* Returns whether the text begins as a path does: "/", "./", "../" or "~/". */
bool address_is_path(const char *text);

/* Returns the address as address_parse() reads it; the caller's. */
char *address_format(const struct address *address);

/*
 * Connects, within `deadline` (clock.h), else fails with ERROR_TIMEOUT; with
 * ERROR_INTERRUPTED if `cancel_fd` (-1: none) becomes readable. The error gives
 * the reason and, if a permission is missing, the remedy; it does not name the
 * address. The caller owns the link.
 */
bool address_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error);

/* Returns whether the address is on this machine. */
bool address_is_local(const struct address *address);

void address_clear(struct address *address);

#endif
