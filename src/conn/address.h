/* Where a control port is: a TCP address or a unix socket. */
#ifndef CONN_ADDRESS_H
#define CONN_ADDRESS_H

#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Starts as all zero, ends with address_clear(). */
struct address {
	char *path;    /* of a unix socket; NULL for TCP */
	char *host;    /* name, IPv4 or IPv6 without brackets */
	uint16_t port;
};

/*
 * Reads "PORT" (on 127.0.0.1), "HOST:PORT", "[V6]:PORT", "/path" or
 * "unix:/path" (the path may stand in double quotes, as Tor writes it).
 * False (ERROR_USAGE) for anything else.
 */
bool address_parse(const char *text, struct address *address,
	struct error *error);

/* "HOST:PORT", "[V6]:PORT" or the path; the caller's. */
char *address_format(const struct address *address);

void address_clear(struct address *address);

#endif
