/* A connection through a SOCKS port, and bytes carried both ways over it. */
#ifndef CONN_TUNNEL_H
#define CONN_TUNNEL_H

#include "proto/socks.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Has the SOCKS port on the other end of the socket `fd` open a connection.
 * What the far end has said already goes to `early`. False: ERROR_TOR with
 * the proxy's code, ERROR_CONNECTION when it is no SOCKS port or has gone,
 * ERROR_TIMEOUT at `deadline`, ERROR_INTERRUPTED when `cancel_fd` (-1: none)
 * becomes readable, ERROR_USAGE for a request that SOCKS cannot hold.
 */
bool tunnel_open(int fd, const struct socks_request *request,
	int64_t deadline, int cancel_fd, struct buf *early,
	struct error *error);

struct tunnel {
	int fd;        /* a socket, the far end */
	int in, out;   /* any descriptors, also non-blocking ones */
	int cancel_fd; /* becomes readable to end it all; -1: none */
	/*
	 * The directions end one by one: the end of `in` is passed on, and
	 * that of the far end does not keep the rest of `in` from it. Without
	 * this the end of `in` is not told, and the end of the far end is the
	 * end of all: that is how Tor's streams work, which end as a whole.
	 */
	bool half_close;
	/* With half_close: `out` is ours to close (it leads nowhere then). */
	bool close_out;
	/*
	 * Appends to `to` what is to be written of what has come, `last`: at
	 * its end. NULL: the bytes as they are.
	 */
	void (*show)(void *arg, struct buf *to, struct span bytes, bool last);
	void *show_arg;
	int out_failure; /* errno of a write to `out` that failed, else 0 */
};

/*
 * Carries bytes until the end, `early` first; neither direction waits for the
 * other, nor is more read than can be written. False: ERROR_CONNECTION when
 * the far end was lost, or did not take all; ERROR_FILE for `in` and `out`.
 */
bool tunnel_run(struct tunnel *tunnel, struct buf *early,
	struct error *error);

#endif
