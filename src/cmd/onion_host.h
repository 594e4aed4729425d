/* Addresses of torrc's onion services, from files kept by Tor. */
#ifndef CMD_ONION_HOST_H
#define CMD_ONION_HOST_H

#include "cmd/session.h"

/*
 * Returns true if Tor runs on this machine, so that its directories are here.
 */
bool onion_host_is_local(const struct session *session);

/*
 * Returns the address (without ".onion") in the file hostname of a
 * HiddenServiceDir; the caller's. NULL if it cannot be read, or Tor is remote.
 */
char *onion_host_address(const struct session *session,
	const char *directory);

#endif
