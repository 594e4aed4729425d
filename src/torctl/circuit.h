/* Circuits, streams, address mappings, name resolution, relay descriptors. */
#ifndef TORCTL_CIRCUIT_H
#define TORCTL_CIRCUIT_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>
#include <torctl/pairs.h>

TORCTL_BEGIN

/*
 * Circuits and streams are identified by the IDs that Tor assigns: short words,
 * as in "circuit-status", "stream-status", and CIRC and STREAM events.
 */

/*
 * Extends circuit `id` by the relays in `path` ("$" and a fingerprint, or a
 * nickname), or builds a new circuit if `id` is "0" (control-spec 3.10). If
 * `path` is NULL, Tor chooses it. If `purpose` ("general", "controller") is
 * NULL, Tor's default is used. Returns the circuit's ID. The circuit is not
 * built yet. Refuses to extend a circuit of a conflux set (551), which can crash
 * tor 0.4.9.
 */
TORCTL_CHECK char *torctl_extend_circuit(struct torctl *tor, const char *id,
	const char *const *path, const char *purpose,
	struct torctl_error **error);

/*
 * Waits until the circuit is built (control-spec 4.1.1). Fails with
 * TORCTL_ERROR_TOR if it cannot be built.
 */
TORCTL_CHECK bool torctl_wait_circuit(struct torctl *tor, const char *id,
	int timeout, struct torctl_error **error);

/* Sets the circuit's purpose, "general" or "controller" (control-spec 3.11). */
TORCTL_CHECK bool torctl_set_circuit_purpose(struct torctl *tor,
	const char *id, const char *purpose, struct torctl_error **error);

/*
 * Closes the circuit (control-spec 3.17); with `if_unused`, only if no stream
 * uses it.
 */
TORCTL_CHECK bool torctl_close_circuit(struct torctl *tor, const char *id,
	bool if_unused, struct torctl_error **error);

/*
 * Attaches a stream to `circuit`, or to one that Tor chooses if that is "0"
 * (control-spec 3.13). The stream exits at hop number `hop`, counted from 1, or
 * at the last one if `hop` is 0.
 */
TORCTL_CHECK bool torctl_attach_stream(struct torctl *tor, const char *id,
	const char *circuit, unsigned hop, struct torctl_error **error);

/*
 * Waits until the stream is connected (control-spec 4.1.2). Fails with
 * TORCTL_ERROR_TOR if it fails.
 */
TORCTL_CHECK bool torctl_wait_stream(struct torctl *tor, const char *id,
	int timeout, struct torctl_error **error);

/*
 * Changes the stream's destination (control-spec 3.15). A `port` of 0 keeps the
 * port. Refuses a stream that is already connected (555), for which Tor would
 * answer OK and do nothing.
 */
TORCTL_CHECK bool torctl_redirect_stream(struct torctl *tor, const char *id,
	const char *address, uint16_t port, struct torctl_error **error);

/*
 * Closes the stream (control-spec 3.16). `reason` is a RELAY_END reason
 * (tor-spec 6.3): 1 MISC, 6 DONE, …; 0 stands for MISC.
 */
TORCTL_CHECK bool torctl_close_stream(struct torctl *tor, const char *id,
	unsigned reason, struct torctl_error **error);

/*
 * Maps `from` to `to` for new connections (control-spec 3.8). If `from` is
 * "0.0.0.0", "::" or ".", Tor chooses an unused address or name. Returns the
 * mapped address. If both are equal, the mapping is removed.
 */
TORCTL_CHECK char *torctl_map_address(struct torctl *tor, const char *from,
	const char *to, struct torctl_error **error);

/*
 * Returns the address of each name or, with `reverse`, the name of each
 * address, as resolved by Tor's exits, in the order of the answers
 * (control-spec 3.20). Returns NULL if one was not found or timed out; the
 * error's subject names it.
 */
TORCTL_CHECK struct torctl_pairs *torctl_resolve(struct torctl *tor,
	const char *const *names, bool reverse, int timeout,
	struct torctl_error **error);

/*
 * Gives Tor a relay descriptor (control-spec 3.14). If `purpose` ("general",
 * "controller", "bridge") or `cache` ("yes", "no") is NULL, Tor's default is
 * used. If Tor does not add it, the error's status is 251.
 */
TORCTL_CHECK bool torctl_post_descriptor(struct torctl *tor,
	const char *descriptor, size_t size, const char *purpose,
	const char *cache, struct torctl_error **error);

TORCTL_END

#endif
