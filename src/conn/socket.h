/* Sockets: connected within a deadline, written within a deadline. */
#ifndef CONN_SOCKET_H
#define CONN_SOCKET_H

#include "conn/address.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * All functions here wait until `deadline` (clock.h) at the longest, giving
 * ERROR_TIMEOUT then, and stop with ERROR_INTERRUPTED when the descriptor
 * `cancel_fd` (-1: none) becomes readable.
 */

/*
 * A connected, blocking stream socket, or -1. Names are looked up, every
 * address of one is tried in order. The error says why and, where a
 * permission is missing, what would give it; it does not name `address`.
 */
int socket_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct error *error);

/* Sends all of it; a peer that has gone is ERROR_CONNECTION, never SIGPIPE. */
bool socket_send(int fd, const char *bytes, size_t len, int64_t deadline,
	int cancel_fd, struct error *error);

/* Waits for `events` (of poll()) on `fd`. */
bool socket_wait(int fd, short events, int64_t deadline, int cancel_fd,
	struct error *error);

#endif
