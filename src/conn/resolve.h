/* Host names of control ports, looked up within a deadline. */
#ifndef CONN_RESOLVE_H
#define CONN_RESOLVE_H

#include "util/error.h"

#include <stdint.h>

struct addrinfo;

/*
 * The TCP addresses of `host`, for netdb_free(); NULL with the error filled
 * when there is none, at `deadline`, or when `cancel_fd` becomes readable.
 * An address written in digits is not looked up anywhere.
 */
struct addrinfo *resolve_host(const char *host, uint16_t port,
	int64_t deadline, int cancel_fd, struct error *error);

#endif
