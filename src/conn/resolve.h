/* Host name lookups for control ports, within a deadline. */
#ifndef CONN_RESOLVE_H
#define CONN_RESOLVE_H

#include "util/error.h"

#include <stdint.h>

struct addrinfo;

/*
 * Returns the TCP addresses of `host`, to be freed with netdb_free(). Returns
 * NULL with the error filled if there are none, at `deadline`, or when
 * `cancel_fd` becomes readable. Numeric addresses are not looked up.
 */
struct addrinfo *resolve_host(const char *host, uint16_t port,
	int64_t deadline, int cancel_fd, struct error *error);

#endif
