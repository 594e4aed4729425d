/* getaddrinfo(), or a substitute for static programs. */
#ifndef CONN_NETDB_H
#define CONN_NETDB_H

#include <netdb.h>

/*
 * glibc's getaddrinfo() loads shared libraries of exactly the same glibc, which
 * are missing where a static program is needed. Therefore a static torctl built
 * with glibc supports only addresses and "localhost". musl has no such
 * limitation.
 */
#if defined(TORCTL_STATIC) && defined(__GLIBC__)
#define NETDB_STATIC 1
#else
#define NETDB_STATIC 0
#endif

/* Works like getaddrinfo() for TCP; `port` is numeric, `flags` are AI_…. */
int netdb_look_up(const char *host, const char *port, int flags,
	struct addrinfo **list);

/* Frees a list of addresses; `list` may be NULL. */
void netdb_free(struct addrinfo *list);

/* Describes a nonzero result other than EAI_SYSTEM. */
const char *netdb_problem(int result);

#endif
