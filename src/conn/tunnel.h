/* A connection that relays bytes both ways, such as through a SOCKS port. */
#ifndef CONN_TUNNEL_H
#define CONN_TUNNEL_H

#include "proto/socks.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Asks the SOCKS port at the other end of the socket `fd` to open a connection.
 * Bytes that the far end has already sent go to `early`. Fails with ERROR_TOR
 * and the proxy's code, ERROR_CONNECTION if it is not a SOCKS port or closed
 * the connection, ERROR_TIMEOUT at `deadline`, ERROR_INTERRUPTED when
 * `cancel_fd` (-1: none) becomes readable, ERROR_USAGE for a request that SOCKS
 * cannot express.
 */
bool tunnel_open(int fd, const struct socks_request *request,
	int64_t deadline, int cancel_fd, struct buf *early,
	struct error *error);

struct tunnel {
	int fd;        /* a socket, the far end */
	int in, out;   /* any descriptors, also non-blocking ones */
	mode_t out_type; /* of `out`, as from fstat(); 0: unknown */
	int cancel_fd; /* ends the tunnel when readable; -1: none */
	/*
	 * The directions end separately: the end of `in` is passed on, and the
	 * rest of `in` is still sent after the far end has finished. Otherwise
	 * the end of `in` is not passed on, and the end of the far end ends
	 * everything, as Tor's streams do.
	 */
	bool half_close;
	/* With half_close: close `out` (it then leads to /dev/null). */
	bool close_out;
	/*
	 * Appends to `to` the bytes to write for those received; `last` at the
	 * end. NULL: write the bytes unchanged.
	 */
	void (*show)(void *arg, struct buf *to, struct span bytes, bool last);
	void *show_arg;
	/* The same for bytes read from `in`, before they are sent. */
	void (*filter)(void *arg, struct buf *to, struct span bytes, bool last);
	void *filter_arg;
	/* Read nothing from `in` while bytes wait to be written to `out`. */
	bool in_turn;
	/*
	 * Without half_close: end everything this many milliseconds after the
	 * end of `in`; 0: wait for the far end.
	 */
	int linger;
	/*
	 * Take this many milliseconds without a byte from `in` for its end, not
	 * counting the time in which nothing is read from it; not positive: never.
	 */
	int idle;
	int out_failure; /* errno of a failed write to `out`, else 0 */
};

/*
 * Relays bytes until the end, `early` first. Neither direction waits for the
 * other, and only as much is read as can be written. Fails with
 * ERROR_CONNECTION if the far end was lost or did not take all bytes, with
 * ERROR_FILE for `in` and `out`.
 */
bool tunnel_run(struct tunnel *tunnel, struct buf *early,
	struct error *error);

#endif
