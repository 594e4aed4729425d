/* IP addresses and prefixes of them. */
#ifndef UTIL_IP_H
#define UTIL_IP_H

#include "util/span.h"

#include <stdbool.h>

/* An address, or, with fewer bits than it has, all that begin with those. */
struct ip {
	unsigned char bytes[16];
	unsigned len;  /* 4 or 16 */
	unsigned bits; /* that count */
};

/* Reads 10.0.0.1, 2001:db8::1 or [2001:db8::1]. */
bool ip_read(struct span text, struct ip *ip);

/* The same, or a prefix: 10.0.0.0/8, 2001:db8::/32. */
bool ip_read_prefix(struct span text, struct ip *prefix);

/* Reads the address before a port: 10.0.0.1:9001, [2001:db8::1]:9001. */
bool ip_read_endpoint(struct span text, struct ip *ip);

/* Whether `ip` is of the same kind and begins with the bits of `prefix`. */
bool ip_matches(const struct ip *ip, const struct ip *prefix);

#endif
