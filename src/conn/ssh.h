/* The control port of another host, reached through the user's ssh. */
#ifndef CONN_SSH_H
#define CONN_SSH_H

#include "conn/address.h"
#include "conn/transport.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Runs ssh, or the command line in TORCTL_SSH, with torctl stdio as its
 * command, which authenticates; nothing is sent before it reports that it is
 * ready. Where torctl is not installed, socat or nc connects to a unix socket,
 * and the cookie is read by another ssh. ssh may ask questions on the terminal
 * if `address->ask` is set. If ssh fails, its last message is the error.
 */
bool ssh_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error);

/*
 * Connects to the TCP port `address->there` of the other host, such as Tor's
 * SOCKS port, through ssh -W; runs nothing there. Does not wait for ssh: if it
 * fails, the connection ends, and `link->explain` gives the reason.
 */
bool ssh_forward(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error);

#endif
