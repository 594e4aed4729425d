/* The ways to reach a control port, one row each. */
#include "conn/transport.h"

#include "conn/instances.h"
#include "conn/netdb.h"
#include "conn/resolve.h"
#include "conn/socket.h"
#include "conn/ssh.h"
#include "conn/ssh_address.h"
#include "conn/targets.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/files.h"
#include "util/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool refuse_address(const char *text, const char *why,
	struct error *error)
{
	return error_set(error, ERROR_USAGE, "\"%s\" is not a valid address: "
		"%s", text, why);
}

/* ---- TCP */

/* Names the forms of all rows: "A, B or C". */
static bool refuse_form(const char *text, struct error *error)
{
	struct buf forms = BUF_INIT;

	for (const struct transport *row = transports; row->connect; row++) {
		if (row > transports)
			buf_add_string(&forms, row[1].connect ? ", " : " or ");
		buf_add_string(&forms, row->forms);
	}
	error_set(error, ERROR_USAGE, "\"%s\" is not a valid address: use %s",
		text, buf_text(&forms));
	buf_clear(&forms);
	return false;
}

static bool parse_number(struct span digits, unsigned max, unsigned *number)
{
	unsigned long long value;

	if (!span_number(digits, &value) || value > max)
		return false;
	*number = (unsigned)value;
	return true;
}

static bool parse_tcp(struct span rest, const char *text,
	struct address *address, struct error *error)
{
	const char *colon = strrchr(text, ':');
	struct span host = span_of("127.0.0.1");

	if (!colon && !text_consists_of(text, "0123456789"))
		return refuse_form(text, error);
	if (colon) {
		host = (struct span){ text, (size_t)(colon - text) };
		rest = span_of(colon + 1);
	}
	if (!parse_number(rest, UINT16_MAX, &address->port) || !address->port)
		return refuse_address(text, "the port must be from 1 to 65535",
			error);
	if (host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']')
		host = (struct span){ host.at + 1, host.len - 2 };
	else if (host.len && memchr(host.at, ':', host.len))
		return refuse_address(text, "write IPv6 addresses as "
			"[V6]:PORT", error);
	if (!host.len || memchr(host.at, '[', host.len))
		return refuse_address(text, "missing host", error);
	address->host = span_copy(host);
	return true;
}

static char *format_tcp(const struct address *address)
{
	return alloc_print(strchr(address->host, ':') ? "[%s]:%u" : "%s:%u",
		address->host, address->port);
}

/* Tries the addresses of a name in order. */
static bool connect_tcp(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	struct addrinfo *list = resolve_host(address->host,
		(uint16_t)address->port, deadline, cancel_fd, error);

	for (struct addrinfo *to = list; to && link->fd < 0; to = to->ai_next)
		link->fd = socket_connect(to->ai_addr, to->ai_addrlen,
			deadline, cancel_fd, error);
	netdb_free(list);
	if (link->fd >= 0)
		setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 },
			sizeof(int));
	return link->fd >= 0;
}

static bool is_local_tcp(const struct address *address)
{
	const char *host = address->host;

	return !strncmp(host, "127.", 4) || !strcmp(host, "::1") ||
		!strcmp(host, "localhost");
}

/* ---- unix sockets */

static bool parse_unix(struct span rest, const char *text,
	struct address *address, struct error *error)
{
	size_t max = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
	char *path;

	if (rest.len > 1 && rest.at[0] == '"' && rest.at[rest.len - 1] == '"')
		rest = (struct span){ rest.at + 1, rest.len - 2 };
	path = span_copy(rest);
	if (!address_is_path(path)) {
		free(path);
		return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"socket path: it must begin with /, ./, ../ or ~/",
			text);
	}
	address->path = files_expand_home(path);
	free(path);
	if (strlen(address->path) > max)
		return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"socket path: longer than %zu bytes", text, max);
	return true;
}

static char *format_unix(const struct address *address)
{
	return alloc_string(address->path);
}

static void explain_unix(const char *path, int reason, struct error *error)
{
	if (reason == ECONNREFUSED)
		error_append(error, " (the socket exists but nothing listens "
			"on it; is Tor running?)");
	else if (reason == EACCES || reason == EPERM)
		files_add_access_advice(error, path, S_IWGRP,
			"ControlSocketsGroupWritable");
}

static bool connect_unix(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	/* parse_unix() checked the length. */
	memcpy(to.sun_path, address->path, strlen(address->path) + 1);
	link->fd = socket_connect((const struct sockaddr *)&to, sizeof(to),
		deadline, cancel_fd, error);
	if (link->fd < 0 && errno)
		explain_unix(address->path, errno, error);
	return link->fd >= 0;
}

static bool is_local_unix(const struct address *address)
{
	(void)address;
	return true;
}

/* ---- names */

/* Lists the names that -s accepts. */
static void complete_name(struct strv *names)
{
	struct targets targets = { 0 };

	if (targets_load(&targets, NULL))
		for (size_t i = 0; i < targets.len; i++)
			strv_add(names, targets.items[i].name);
	targets_clear(&targets);
	instances_list(names);
}

static bool refuse_name(const char *text, struct error *error)
{
	struct strv names = STRV_INIT;
	struct closest near = CLOSEST(text);

	complete_name(&names);
	closest_try_all(&near, &names);
	if (!names.len)
		refuse_form(text, error);
	else
		error_set(error, ERROR_USAGE, near.best ? "no target or "
			"instance \"%s\"; did you mean %s?" : "no target or "
			"instance \"%s\"; targets and instances list them, and an "
			"address is HOST:PORT or a path", text, near.best);
	strv_clear(&names);
	return false;
}

/* The file of targets comes first; a target may name an instance. */
static bool parse_name(struct span rest, const char *text,
	struct address *address, struct error *error)
{
	struct targets targets = { 0 };
	const struct target *target;
	char *path = NULL;
	bool ok = targets_load(&targets, error);

	(void)rest;
	target = ok ? targets_find(&targets, text) : NULL;
	if (target)
		text = target->address;
	if (ok && !instances_is_name(text)) {
		ok = address_parse(text, address, error);
	} else if (ok) {
		path = instances_find(text);
		ok = path ? address_parse(path, address, error) :
			refuse_name(text, error);
	}
	if (ok && target)
		address->timeout = target->timeout;
	else if (!ok && target && error && error->kind == ERROR_USAGE)
		error_prefix(error, "target %s", target->name);
	free(path);
	targets_clear(&targets);
	return ok;
}

/* ---- open descriptors */

static bool parse_fd(struct span rest, const char *text,
	struct address *address, struct error *error)
{
	return parse_number(rest, INT_MAX, &address->port) ||
		refuse_address(text, "write an open descriptor as fd:NUMBER",
		error);
}

static char *format_fd(const struct address *address)
{
	return alloc_print("fd:%u", address->port);
}

static bool get_peer(int fd, struct sockaddr_storage *peer)
{
	socklen_t peer_len = sizeof(*peer), type_len = sizeof(int);
	int type = 0;

	return !getpeername(fd, (struct sockaddr *)peer, &peer_len) &&
		!getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_len) &&
		type == SOCK_STREAM;
}

/*
 * Uses a duplicate: the descriptor itself belongs to the program that opened
 * it.
 */
static bool connect_fd(const struct address *address, int64_t deadline,
	int cancel_fd, struct transport_link *link, struct error *error)
{
	struct sockaddr_storage peer;
	int fd = (int)address->port;

	(void)deadline; /* neither waits */
	(void)cancel_fd;
	if (!get_peer(fd, &peer))
		return error_set(error, ERROR_USAGE, "descriptor %d is not a "
			"connected stream socket", fd);
	link->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return link->fd >= 0 || error_set(error, ERROR_CONNECTION, "%s",
		strerror(errno));
}

static bool is_local_fd(const struct address *address)
{
	struct sockaddr_storage peer;

	if (!get_peer((int)address->port, &peer))
		return false;
	if (peer.ss_family == AF_INET)
		return ntohl(((struct sockaddr_in *)&peer)->sin_addr.s_addr) >>
			24 == IN_LOOPBACKNET;
	return peer.ss_family == AF_UNIX || (peer.ss_family == AF_INET6 &&
		IN6_IS_ADDR_LOOPBACK(&((struct sockaddr_in6 *)&peer)->
		sin6_addr));
}

/* Offers inherited sockets; our own ones have close-on-exec set. */
static void complete_fd(struct strv *addresses)
{
	struct sockaddr_storage peer;

	for (int fd = 0; fd < 64; fd++)
		if (get_peer(fd, &peer) && !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
			strv_take(addresses, alloc_print("fd:%d", fd));
}

/* ---- programs on other hosts */

static bool is_local_ssh(const struct address *address)
{
	(void)address; /* files of another host, even if that is this one */
	return false;
}

const struct transport transports[] = {
	{
		.forms = "PORT, HOST:PORT, [V6]:PORT",
		.listens = true,
		.parse = parse_tcp,
		.format = format_tcp,
		.connect = connect_tcp,
		.is_local = is_local_tcp,
	},
	{
		.scheme = "unix:",
		.forms = "/path/to/socket",
		.summary = "a unix socket",
		.is_path = true,
		.fits = address_is_path,
		.listens = true,
		.parse = parse_unix,
		.format = format_unix,
		.connect = connect_unix,
		.is_local = is_local_unix,
	},
	{
		.scheme = "fd:",
		.forms = "fd:NUMBER",
		.summary = "an open descriptor",
		.parse = parse_fd,
		.format = format_fd,
		.connect = connect_fd,
		.is_local = is_local_fd,
		.complete = complete_fd,
	},
	{
		.scheme = "ssh://",
		.forms = "ssh://HOST",
		.summary = "a Tor on another host",
		.parse = ssh_address_parse,
		.format = ssh_address_format,
		.connect = ssh_connect,
		.forward = ssh_forward,
		.is_local = is_local_ssh,
		.complete = ssh_address_complete,
	},
	{
		.forms = "the NAME of a target or instance",
		.summary = "a target or instance",
		.fits = instances_is_name,
		.parse = parse_name,
		/* Only as the row of a name that failed. */
		.connect = connect_unix,
		.complete = complete_name,
	},
	{ .connect = NULL },
};
