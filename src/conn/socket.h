/* Connecting and writing sockets within a deadline. */
#ifndef CONN_SOCKET_H
#define CONN_SOCKET_H

#include "conn/address.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * All functions wait until `deadline` (clock.h) at most, then fail with
 * ERROR_TIMEOUT. They fail with ERROR_INTERRUPTED when the descriptor
 * `cancel_fd` (-1: none) becomes readable.
 */

/*
 * Returns a connected, blocking stream socket, or -1. Looks names up and tries
 * each of their addresses in order. The error gives the reason and, if a
 * permission is missing, the remedy; it does not name `address`.
 */
int socket_connect(const struct address *address, int64_t deadline,
	int cancel_fd, struct error *error);

/* Sends all bytes. A closed connection is ERROR_CONNECTION, never SIGPIPE. */
bool socket_send(int fd, const char *bytes, size_t len, int64_t deadline,
	int cancel_fd, struct error *error);

/* Waits for `events` (of poll()) on `fd`. */
bool socket_wait(int fd, short events, int64_t deadline, int cancel_fd,
	struct error *error);

#endif
