/* The control port of another host, reached through the user's ssh. */
#ifndef CONN_SSH_H
#define CONN_SSH_H

#include "conn/address.h"
#include "conn/transport.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Members of the transport's row. Addresses are
 *
 *   ssh://[USER@]HOST[:PORT]            search for the control port there
 *   ssh://[USER@]HOST[:PORT]/SOCKET     the absolute path of a unix socket
 *   ssh://[USER@]HOST[:PORT]/HOST:PORT  a port as seen from there
 *   ssh://[USER@]HOST[:PORT]/#NAME      an instance of Tor there
 *
 * with IPv6 addresses in brackets, and with %XX for any byte. Only bytes that
 * are special neither to ssh nor to a shell there are valid.
 */
bool ssh_parse(struct span rest, const char *text, struct address *address,
	struct error *error);
char *ssh_format(const struct address *address);

/* Appends the hosts of ~/.ssh/config that are named there. */
void ssh_complete(struct strv *addresses);

/*
 * Runs ssh, or the command line in TORCTL_SSH, with torctl stdio as its
 * command, which authenticates; nothing is sent before it reports that it is
 * ready. ssh may ask questions on the terminal if `address->ask` is set. If ssh
 * fails, its last message is the error.
 */
bool ssh_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error);

#endif
