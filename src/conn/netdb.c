/* getaddrinfo(), or a substitute for static programs. */
#include "conn/netdb.h"

#include "util/alloc.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#if NETDB_STATIC

/* One block: the entry followed by its address. */
struct entry {
	struct addrinfo info;
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address;
};

static struct addrinfo *new_entry(int family, socklen_t len)
{
	struct entry *entry = alloc_zeroed(sizeof(*entry));

	entry->info.ai_family = family;
	entry->info.ai_socktype = SOCK_STREAM;
	entry->info.ai_addr = &entry->address.any;
	entry->info.ai_addrlen = len;
	return &entry->info;
}

static bool add_address(const char *host, in_port_t port,
	struct addrinfo **list)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = port };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
		.sin6_port = port };
	bool is_v4 = inet_pton(AF_INET, host, &v4.sin_addr) == 1;
	struct addrinfo *info;

	if (!is_v4 && inet_pton(AF_INET6, host, &v6.sin6_addr) != 1)
		return false;
	info = is_v4 ? new_entry(AF_INET, sizeof(v4)) :
		new_entry(AF_INET6, sizeof(v6));
	if (is_v4)
		memcpy(info->ai_addr, &v4, sizeof(v4));
	else
		memcpy(info->ai_addr, &v6, sizeof(v6));
	info->ai_next = *list;
	*list = info;
	return true;
}

int netdb_look_up(const char *host, const char *port, int flags,
	struct addrinfo **list)
{
	in_port_t number = htons((uint16_t)strtoul(port, NULL, 10));

	*list = NULL;
	if (add_address(host, number, list))
		return 0;
	if ((flags & AI_NUMERICHOST) || strcasecmp(host, "localhost") != 0)
		return EAI_NONAME;
	add_address("127.0.0.1", number, list);
	add_address("::1", number, list);
	return 0;
}

void netdb_free(struct addrinfo *list)
{
	while (list) {
		struct addrinfo *next = list->ai_next;

		free(list);
		list = next;
	}
}

const char *netdb_problem(int result)
{
	(void)result;
	return "this static torctl cannot resolve host names except localhost; "
		"use an IP address";
}

#else

int netdb_look_up(const char *host, const char *port, int flags,
	struct addrinfo **list)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV | flags,
	};

	return getaddrinfo(host, port, &hints, list);
}

void netdb_free(struct addrinfo *list)
{
	if (list)
		freeaddrinfo(list);
}

const char *netdb_problem(int result)
{
	return gai_strerror(result);
}

#endif
