/* Where a running Tor takes SOCKS connections. */
#ifndef API_SOCKS_PORT_H
#define API_SOCKS_PORT_H

#include "conn/client.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * control-spec 3.9, net/listeners/socks: adds the listeners of `text` as
 * address_parse() takes them, for a client on this machine. `control` is where
 * the control port was found (as opener_result has it; NULL: here): of a Tor on
 * another machine, what it has for itself alone (loopback, unix sockets) is
 * left out. False for what is no such list.
 */
bool socks_port_list(struct span text, const char *control,
	struct strv *addresses);

/*
 * Connects to the first of Tor's SOCKS ports that answers; a socket, or -1.
 * ERROR_CONNECTION, with what to do, when it has none or none answers.
 */
int socks_port_connect(struct client *client, const char *control,
	int64_t deadline, int cancel_fd, struct error *error);

/* The same with one port that is given. ERROR_USAGE for no address. */
int socks_port_connect_to(const char *address, int64_t deadline,
	int cancel_fd, struct error *error);

#endif
