/* The SOCKS ports of a running Tor. */
#ifndef TOR_SOCKS_PORT_H
#define TOR_SOCKS_PORT_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Adds the listeners in `text` (net/listeners/socks, control-spec 3.9) in the
 * form that address_parse() accepts, for a client on this machine. `control` is
 * the control port's address, as in opener_result; NULL: this machine. If Tor
 * runs on another machine, listeners that only that machine can reach
 * (loopback, unix sockets) are left out. Returns false if the list is
 * malformed.
 */
bool socks_port_list(struct span text, const char *control,
	struct strv *addresses);

/*
 * Connects to the first of Tor's SOCKS ports that answers. Returns a socket, or
 * -1 with ERROR_CONNECTION and advice if there is none or none answers.
 */
int socks_port_connect(struct connection *connection, const char *control,
	int64_t deadline, int cancel_fd, struct error *error);

/*
 * Like socks_port_connect(), with a given port. Malformed addresses are
 * ERROR_USAGE.
 */
int socks_port_connect_to(const char *address, int64_t deadline,
	int cancel_fd, struct error *error);

#endif
