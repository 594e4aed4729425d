/* Onion services: made, fetched, and the keys of their clients. */
#ifndef TORCTL_ONION_H
#define TORCTL_ONION_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * Addresses of services are the 56 letters and digits without ".onion".
 *
 * control-spec 3.27. Makes an onion service. `key` is "NEW:BEST",
 * "NEW:ED25519-V3" or "ED25519-V3:" and a private key. `arguments` are those of
 * the command, as pairs in order: "Port" ("80" or "80,127.0.0.1:8080") once or
 * more, "Flags" ("Detach,DiscardPK"), "MaxStreams", "ClientAuthV3", … Returns
 * what Tor answers: "ServiceID", and "PrivateKey" for a new one that is not to
 * be discarded. Without the flag Detach the service ends with the connection.
 */
TORCTL_API struct torctl_pairs *torctl_add_onion(struct torctl *tor,
	const char *key, const struct torctl_pairs *arguments,
	struct torctl_error **error);

/* control-spec 3.28. */
TORCTL_API bool torctl_del_onion(struct torctl *tor, const char *address,
	struct torctl_error **error);

/*
 * Waits until a descriptor of the service was uploaded or received, so that
 * others can find it or Tor can reach it. control-spec 4.1.25.
 */
TORCTL_API bool torctl_wait_onion(struct torctl *tor, const char *address,
	int timeout, struct torctl_error **error);

/*
 * control-spec 3.30. A key that lets Tor use a service: "x25519:" and the
 * private key in base64. `name` and `flags` ("Permanent") may be NULL. A key
 * that was there is replaced.
 */
TORCTL_API bool torctl_add_client_auth(struct torctl *tor,
	const char *address, const char *key, const char *name,
	const char *flags, struct torctl_error **error);

/* control-spec 3.31. When there was none, the error has the status 251. */
TORCTL_API bool torctl_remove_client_auth(struct torctl *tor,
	const char *address, struct torctl_error **error);

/*
 * control-spec 3.32. The keys for one service or, with NULL, for all: one pair
 * a key, its name the address, its value the rest of what Tor says.
 */
TORCTL_API struct torctl_pairs *torctl_view_client_auth(struct torctl *tor,
	const char *address, struct torctl_error **error);

/*
 * control-spec 3.26. Fetches the descriptor of a service from `servers` (NULL:
 * those that Tor chooses) and waits for it. Its outer layer, as it came.
 */
TORCTL_API char *torctl_fetch_descriptor(struct torctl *tor,
	const char *address, const char *const *servers, int timeout,
	struct torctl_error **error);

/* control-spec 3.29. Uploads one to `servers` (or NULL); does not wait. */
TORCTL_API bool torctl_upload_descriptor(struct torctl *tor,
	const char *address, const char *const *servers,
	const char *descriptor, size_t size, struct torctl_error **error);

TORCTL_END

#endif
