/* Addresses that begin with ssh://. */
#ifndef CONN_SSH_ADDRESS_H
#define CONN_SSH_ADDRESS_H

#include "conn/address.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Members of the row of ssh://. Addresses are
 *
 *   ssh://[USER@]HOST[:PORT]            search for the control port there
 *   ssh://[USER@]HOST[:PORT]/SOCKET     the absolute path of a unix socket
 *   ssh://[USER@]HOST[:PORT]/HOST:PORT  a port as seen from there
 *   ssh://[USER@]HOST[:PORT]/#NAME      an instance of Tor there
 *
 * with IPv6 addresses in brackets, and with %XX for any byte. Only bytes that
 * are special neither to ssh nor to a shell there are valid.
 */
bool ssh_address_parse(struct span rest, const char *text, struct address *address,
	struct error *error);
char *ssh_address_format(const struct address *address);

/* Appends the hosts of ~/.ssh/config that are named there. */
void ssh_address_complete(struct strv *addresses);

/*
 * Returns whether the text has only letters, digits, "_" and the bytes in
 * `more`, which cannot come first.
 */
bool ssh_address_is_plain(const char *text, const char *more);

#endif
