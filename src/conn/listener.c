/* The user who listens at the other end of a local connection. */
#include "conn/listener.h"

#ifdef __linux__

#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { STATE_LISTEN = 10, LOOPBACK = 127, UNMAPPED_USER = 65534 };

/* Addresses in /proc/net: each 32-bit word is in host byte order. */
struct addresses {
	char own[33], any[33];
};

/*
 * Looks for the listener in /proc/net/tcp or tcp6, where listeners come before
 * all connections, which may be many.
 */
static bool find_in(const char *path, const struct addresses *addresses,
	unsigned port, uid_t *user)
{
	FILE *file = fopen(path, "re");
	unsigned local_port, state, owner;
	char line[512], local[33];
	bool found = false;

	if (file && !fgets(line, sizeof(line), file)) /* the heading */
		goto out;
	while (file && !found && fgets(line, sizeof(line), file) &&
		sscanf(line, "%*d: %32[0-9A-F]:%x %*[0-9A-F]:%*x %x "
			"%*x:%*x %*x:%*x %*x %u", local, &local_port, &state,
			&owner) == 4 && state == STATE_LISTEN)
		found = local_port == port &&
			(!strcmp(local, addresses->own) ||
			!strcmp(local, addresses->any));
	if (found)
		*user = owner;
out:
	if (file)
		fclose(file);
	return found;
}

static bool find_tcp(const struct sockaddr_in *to, uid_t *user)
{
	struct addresses v4, v6;
	unsigned port = ntohs(to->sin_port);

	if (ntohl(to->sin_addr.s_addr) >> 24 != LOOPBACK)
		return false;
	snprintf(v4.own, sizeof(v4.own), "%08X", to->sin_addr.s_addr);
	snprintf(v4.any, sizeof(v4.any), "%08X", 0);
	/* A listener on [::] may also accept IPv4. */
	snprintf(v6.own, sizeof(v6.own), "%016X%08X%08X", 0, htonl(0xffff),
		to->sin_addr.s_addr);
	snprintf(v6.any, sizeof(v6.any), "%032X", 0);
	return find_in("/proc/net/tcp", &v4, port, user) ||
		find_in("/proc/net/tcp6", &v6, port, user);
}

static bool find_unix(int fd, uid_t *user)
{
	/* struct ucred, which the C library hides without _GNU_SOURCE. */
	struct {
		pid_t process;
		uid_t user;
		gid_t group;
	} peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0 ||
		len != sizeof(peer))
		return false;
	*user = peer.user;
	return true;
}

/* Returns whether users of other namespaces are shown as UNMAPPED_USER. */
static bool in_user_namespace(void)
{
	FILE *file = fopen("/proc/self/uid_map", "re");
	unsigned inside, outside, count = 0;
	bool whole;

	whole = file && fscanf(file, "%u %u %u", &inside, &outside, &count) ==
		3 && count == UINT32_MAX;
	if (file)
		fclose(file);
	return !whole;
}

bool listener_find_user(int fd, uid_t *user)
{
	struct sockaddr_storage to;
	socklen_t len = sizeof(to);
	bool found = false;

	if (getpeername(fd, (struct sockaddr *)&to, &len) < 0)
		return false;
	if (to.ss_family == AF_UNIX)
		found = find_unix(fd, user);
	else if (to.ss_family == AF_INET)
		found = find_tcp((const struct sockaddr_in *)&to, user);
	return found && (*user != UNMAPPED_USER || !in_user_namespace());
}

#else

bool listener_find_user(int fd, uid_t *user)
{
	(void)fd;
	(void)user;
	return false;
}

#endif
