/* The SOCKS ports of a running Tor. */
#ifndef TOR_SOCKS_PORT_H
#define TOR_SOCKS_PORT_H

#include "conn/connection.h"
#include "conn/transport.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Adds the listeners in `text` (net/listeners/socks, control-spec 3.9) in the
 * form that socks_port_connect_to() accepts, for a client on this machine.
 * `control` is the control port's address, as in opener_result; NULL: this
 * machine. If Tor runs on another machine, listeners that only that machine can
 * reach (loopback, unix sockets) are left out, but ssh reaches all TCP ports.
 * Returns false if the list is malformed.
 */
bool socks_port_list(struct span text, const char *control,
	struct strv *addresses);

/*
 * Connects to the first of Tor's SOCKS ports that answers; the link is the
 * caller's. ERROR_CONNECTION with advice if there is none or none answers. ssh
 * may ask on the terminal if `ask` is set; whether it reaches the port is known
 * only later: see ssh_forward().
 */
bool socks_port_connect(struct connection *connection, const char *control,
	bool ask, int64_t deadline, int cancel_fd, struct transport_link *link,
	struct error *error);

/*
 * Does the same with a given port; ssh://HOST/HOST:PORT is one of another host.
 * Malformed addresses are ERROR_USAGE.
 */
bool socks_port_connect_to(const char *address, bool ask, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error);

#endif
