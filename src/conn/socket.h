/* Connecting and writing sockets within a deadline. */
#ifndef CONN_SOCKET_H
#define CONN_SOCKET_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * All functions wait until `deadline` (clock.h) at most, then fail with
 * ERROR_TIMEOUT. They fail with ERROR_INTERRUPTED when the descriptor
 * `cancel_fd` (-1: none) becomes readable.
 */

/*
 * Returns a connected, blocking stream socket, or -1. Then errno is the reason
 * if connect() itself failed, else 0, and so is the error's status.
 */
int socket_connect(const struct sockaddr *to, socklen_t to_len,
	int64_t deadline, int cancel_fd, struct error *error);

/* Sends all bytes. A closed connection is ERROR_CONNECTION, never SIGPIPE. */
bool socket_send(int fd, const char *bytes, size_t len, int64_t deadline,
	int cancel_fd, struct error *error);

/* Waits for `events` (of poll()) on `fd`. */
bool socket_wait(int fd, short events, int64_t deadline, int cancel_fd,
	struct error *error);

#endif
