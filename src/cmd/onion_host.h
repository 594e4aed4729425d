/* The addresses of torrc's onion services, from the files that Tor keeps. */
#ifndef CMD_ONION_HOST_H
#define CMD_ONION_HOST_H

#include "cmd/session.h"

/*
 * Whether Tor runs here: another machine's directories are not to be looked for
 * on this one.
 */
bool onion_host_is_local(const struct session *session);

/*
 * The address (without ".onion") that the file hostname in a HiddenServiceDir
 * has; the caller's. NULL where that cannot be read, or is not here.
 */
char *onion_host_address(const struct session *session,
	const char *directory);

#endif
