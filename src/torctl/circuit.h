/* Circuits, streams, addresses, and the descriptors of relays. */
#ifndef TORCTL_CIRCUIT_H
#define TORCTL_CIRCUIT_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * Circuits and streams are known by the names that Tor gives them: short words,
 * in torctl_get_info_value(tor, "circuit-status"), in "stream-status", and in
 * CIRC and STREAM events.
 */

/*
 * control-spec 3.10. Extends the circuit `id` by the relays of `path`
 * ("$" and a fingerprint, or a nickname), or makes a new one for `id` "0".
 * `path` may be NULL: Tor chooses one; `purpose` ("general", "controller")
 * too: Tor's default. Returns the circuit's name; it is not built yet.
 */
TORCTL_API char *torctl_extend_circuit(struct torctl *tor, const char *id,
	const char *const *path, const char *purpose,
	struct torctl_error **error);

/* Until it is built; TORCTL_ERROR_TOR when it fails. control-spec 4.1.1. */
TORCTL_API bool torctl_wait_circuit(struct torctl *tor, const char *id,
	int timeout, struct torctl_error **error);

/* control-spec 3.11. "general" or "controller". */
TORCTL_API bool torctl_set_circuit_purpose(struct torctl *tor,
	const char *id, const char *purpose, struct torctl_error **error);

/* control-spec 3.17. `if_unused`: only when no stream is on it. */
TORCTL_API bool torctl_close_circuit(struct torctl *tor, const char *id,
	bool if_unused, struct torctl_error **error);

/*
 * control-spec 3.13. Puts a stream on a circuit ("0": on one that Tor chooses),
 * to leave it at the relay number `hop`, counted from 1; 0: at the last one.
 */
TORCTL_API bool torctl_attach_stream(struct torctl *tor, const char *id,
	const char *circuit, unsigned hop, struct torctl_error **error);

/* Until it has succeeded; TORCTL_ERROR_TOR when it fails. control-spec 4.1.2. */
TORCTL_API bool torctl_wait_stream(struct torctl *tor, const char *id,
	int timeout, struct torctl_error **error);

/* control-spec 3.15. Changes where it leads to; port 0: not that. */
TORCTL_API bool torctl_redirect_stream(struct torctl *tor, const char *id,
	const char *address, uint16_t port, struct torctl_error **error);

/*
 * control-spec 3.16. `reason` is a number of RELAY_END cells (tor-spec 6.3):
 * 1 MISC, 6 DONE, …
 */
TORCTL_API bool torctl_close_stream(struct torctl *tor, const char *id,
	unsigned reason, struct torctl_error **error);

/*
 * control-spec 3.8. From now on connections to `from` go to `to`. When `from`
 * is "0.0.0.0", "::" or ".", Tor chooses an unused address or name. Returns the
 * address that is mapped. Twice the same removes a mapping.
 */
TORCTL_API char *torctl_map_address(struct torctl *tor, const char *from,
	const char *to, struct torctl_error **error);

/*
 * control-spec 3.20. The address of each name or, with `reverse`, the name of
 * each address, as Tor's exits find it, in the order the answers come. NULL
 * when one could not be found or did not come in time: see the error's subject.
 */
TORCTL_API struct torctl_pairs *torctl_resolve(struct torctl *tor,
	const char *const *names, bool reverse, int timeout,
	struct torctl_error **error);

/*
 * control-spec 3.14. Gives Tor the descriptor of a relay. `purpose` ("general",
 * "controller", "bridge") and `cache` ("yes", "no") may be NULL: Tor's default.
 * When Tor has not added it, the error has the status 251.
 */
TORCTL_API bool torctl_post_descriptor(struct torctl *tor,
	const char *descriptor, size_t size, const char *purpose,
	const char *cache, struct torctl_error **error);

TORCTL_END

#endif
