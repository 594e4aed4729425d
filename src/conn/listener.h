/* The user who listens at the other end of a local connection. */
#ifndef CONN_LISTENER_H
#define CONN_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Finds the user whose process listens where `fd` is connected to: a unix
 * socket, or a port of the IPv4 loopback addresses. Returns false where the
 * kernel cannot tell: on systems other than Linux, for a listener in another
 * network namespace, and for a user who is unknown in this user namespace.
 */
bool listener_find_user(int fd, uid_t *user);

#endif
