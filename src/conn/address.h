/* The address of a control port: a TCP address or a unix socket. */
#ifndef CONN_ADDRESS_H
#define CONN_ADDRESS_H

#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Initialise to all zero; free with address_clear(). */
struct address {
	char *path;    /* of a unix socket; NULL for TCP */
	char *host;    /* name, IPv4, or IPv6 without brackets */
	uint16_t port;
};

/*
 * Reads "PORT" (on 127.0.0.1), "HOST:PORT", "[V6]:PORT", "/path" or
 * "unix:/path" (the path may be in double quotes, as Tor writes it). Returns
 * false (ERROR_USAGE) for anything else.
 */
bool address_parse(const char *text, struct address *address,
	struct error *error);

/* Returns "HOST:PORT", "[V6]:PORT" or the path; the caller's. */
char *address_format(const struct address *address);

void address_clear(struct address *address);

#endif
