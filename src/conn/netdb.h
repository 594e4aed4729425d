/* getaddrinfo(), or what a static program may have in its place. */
#ifndef CONN_NETDB_H
#define CONN_NETDB_H

#include <netdb.h>

/*
 * glibc's getaddrinfo() loads shared libraries of the very same glibc, which
 * are not there where a static program is wanted. So a static torctl made with
 * glibc knows addresses and "localhost" only. musl has no such difficulty.
 */
#if defined(TORCTL_STATIC) && defined(__GLIBC__)
#define NETDB_STATIC 1
#else
#define NETDB_STATIC 0
#endif

/* As getaddrinfo() for TCP, with a `port` in digits and `flags` (AI_…). */
int netdb_look_up(const char *host, const char *port, int flags,
	struct addrinfo **list);

/* Frees such a list; NULL does nothing. */
void netdb_free(struct addrinfo *list);

/* What a result that is not 0 means, EAI_SYSTEM aside. */
const char *netdb_problem(int result);

#endif
