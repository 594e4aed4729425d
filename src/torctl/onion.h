/* Onion services, their descriptors, and client authorization keys. */
#ifndef TORCTL_ONION_H
#define TORCTL_ONION_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/* Onion addresses are given as 56 characters without ".onion". */

/*
 * Creates an onion service (control-spec 3.27). `key` is "NEW:BEST",
 * "NEW:ED25519-V3", or "ED25519-V3:" and a private key. `arguments` are the
 * command's arguments as pairs, in order: "Port" ("80" or "80,127.0.0.1:8080")
 * at least once, "Flags" ("Detach,DiscardPK"), "MaxStreams", "ClientAuthV3", …
 * Returns Tor's reply: "ServiceID", and "PrivateKey" if a new key was created
 * and is not discarded. Without the flag Detach, the service is removed when
 * the connection closes.
 */
TORCTL_CHECK struct torctl_pairs *torctl_add_onion(struct torctl *tor,
	const char *key, const struct torctl_pairs *arguments,
	struct torctl_error **error);

/* Removes an onion service (control-spec 3.28). */
TORCTL_CHECK bool torctl_del_onion(struct torctl *tor, const char *address,
	struct torctl_error **error);

/*
 * Waits until a descriptor of the service has been uploaded or received, so
 * that others can find it or Tor can connect to it (control-spec 4.1.25).
 */
TORCTL_CHECK bool torctl_wait_onion(struct torctl *tor, const char *address,
	int timeout, struct torctl_error **error);

/*
 * Adds a client authorization key for a service: "x25519:" and the private key
 * in base64 (control-spec 3.30). `name` and `flags` ("Permanent") may be NULL.
 * An existing key is replaced.
 */
TORCTL_CHECK bool torctl_add_client_auth(struct torctl *tor,
	const char *address, const char *key, const char *name,
	const char *flags, struct torctl_error **error);

/*
 * Removes the key for a service (control-spec 3.31). If there was none, the
 * error's status is 251.
 */
TORCTL_CHECK bool torctl_remove_client_auth(struct torctl *tor,
	const char *address, struct torctl_error **error);

/*
 * Returns the keys for one service or, if `address` is NULL, for all
 * (control-spec 3.32): one pair per key, whose name is the address and whose
 * value is the rest of Tor's line.
 */
TORCTL_CHECK struct torctl_pairs *torctl_view_client_auth(struct torctl *tor,
	const char *address, struct torctl_error **error);

/*
 * Fetches the descriptor of a service from `servers` (NULL: chosen by Tor) and
 * waits for it (control-spec 3.26). Returns its outer layer, as received.
 */
TORCTL_CHECK char *torctl_fetch_descriptor(struct torctl *tor,
	const char *address, const char *const *servers, int timeout,
	struct torctl_error **error);

/*
 * Uploads a descriptor to `servers`, or to those that Tor chooses if NULL
 * (control-spec 3.29). Does not wait.
 */
TORCTL_CHECK bool torctl_upload_descriptor(struct torctl *tor,
	const char *address, const char *const *servers,
	const char *descriptor, size_t size, struct torctl_error **error);

TORCTL_END

#endif
