/* The HTTP server of the exporter, in one thread. */
#include "exporter/server.h"

#include "util/alloc.h"
#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	CONNECTIONS = 64,   /* a socket */
	MEMORY = 8192,      /* of a request's line and headers */
	IDLE = 10,          /* seconds without a byte */
	HEADERS = 5000,     /* milliseconds until all headers are there */
	WHOLE = 30000,      /* milliseconds for everything */
	SCRAPE_MAX = 10000, /* milliseconds */
	SOCKETS = 8,
};

/* A connection, from its beginning to its end. */
struct server_client {
	int fd;
	int64_t deadline;
	struct MHD_Connection *waiting; /* for a page, or NULL */
	bool seen, ready;
	struct server_client *next, **link;
};

struct server {
	struct MHD_Daemon *daemons[SOCKETS];
	size_t count;
	struct scrape *scrape;
	struct server_client *clients;
	struct MHD_Response *page; /* the last, for those that waited for it */
};

/* ---- responses */

static enum MHD_Result reply(struct MHD_Connection *connection,
	unsigned status, const char *text)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
		strlen(text), (void *)(uintptr_t)text,
		MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	MHD_add_response_header(response, "Content-Type",
		"text/plain; charset=utf-8");
	/* Places are few: nobody keeps one without need. */
	MHD_add_response_header(response, "Connection", "close");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, "Allow", "GET, HEAD");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

/* Returns how long Prometheus waits, less what the way back takes. */
static int64_t scrape_timeout(struct MHD_Connection *connection)
{
	const char *header = MHD_lookup_connection_value(connection,
		MHD_HEADER_KIND, "X-Prometheus-Scrape-Timeout-Seconds");
	double seconds = header ? strtod(header, NULL) : 0;

	if (!(seconds > 0 && seconds * 800 < SCRAPE_MAX))
		return SCRAPE_MAX;
	return (int64_t)(seconds * 800);
}

static enum MHD_Result serve(void *arg, struct MHD_Connection *connection,
	const char *url, const char *method, const char *version,
	const char *body, size_t *body_size, void **state)
{
	struct server *server = arg;
	struct server_client *client = MHD_get_connection_info(connection,
		MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;

	(void)version;
	(void)body;
	(void)body_size;
	(void)state;
	if (!client->seen) {
		client->seen = true;
		client->deadline += WHOLE - HEADERS;
	}
	if (strcmp(method, "GET") && strcmp(method, "HEAD"))
		return reply(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
			"use GET\n");
	if (!strcmp(url, "/-/healthy"))
		return reply(connection, MHD_HTTP_OK, "healthy\n");
	if (strcmp(url, "/metrics"))
		return reply(connection, MHD_HTTP_NOT_FOUND,
			"only /metrics and /-/healthy are here\n");
	if (client->ready)
		return MHD_queue_response(connection, MHD_HTTP_OK,
			server->page);
	scrape_start(server->scrape, scrape_timeout(connection));
	client->waiting = connection;
	MHD_suspend_connection(connection);
	return MHD_YES;
}

/* ---- connections */

static void notice_connection(void *arg, struct MHD_Connection *connection,
	void **context, enum MHD_ConnectionNotificationCode code)
{
	struct server *server = arg;
	struct server_client *client = *context;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (!client)
			return;
		*client->link = client->next;
		if (client->next)
			client->next->link = client->link;
		free(client);
		*context = NULL;
		return;
	}
	client = alloc_zeroed(sizeof(*client));
	client->fd = MHD_get_connection_info(connection,
		MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	client->deadline = clock_now() + HEADERS;
	client->next = server->clients;
	client->link = &server->clients;
	if (client->next)
		client->next->link = &client->next;
	server->clients = client;
	*context = client;
}

/*
 * MHD's own timeout is for silent connections: one that sends a byte now and
 * then would always keep its place. MHD owns the descriptor, so it is only
 * shut down. Returns when the next one is late.
 */
static int64_t end_late_connections(struct server *server)
{
	int64_t now = clock_now(), next = CLOCK_NEVER;

	for (struct server_client *client = server->clients; client;
		client = client->next) {
		if (client->deadline <= now) {
			shutdown(client->fd, SHUT_RDWR);
			client->deadline = CLOCK_NEVER;
		} else if (client->deadline < next) {
			next = client->deadline;
		}
	}
	return next;
}

static void finish_scrape(struct server *server)
{
	struct buf page = BUF_INIT;
	size_t len;

	scrape_show(server->scrape, &page);
	if (server->page)
		MHD_destroy_response(server->page);
	len = page.len;
	server->page = MHD_create_response_from_buffer(len, buf_steal(&page),
		MHD_RESPMEM_MUST_FREE);
	MHD_add_response_header(server->page, "Content-Type",
		"text/plain; version=0.0.4; charset=utf-8");
	MHD_add_response_header(server->page, "Connection", "close");
	for (struct server_client *client = server->clients; client;
		client = client->next)
		if (client->waiting) {
			client->ready = true;
			MHD_resume_connection(client->waiting);
			client->waiting = NULL;
		}
}

/* MHD would write each bad request to stderr. */
static void drop_message(void *arg, const char *format, va_list args)
{
	(void)arg;
	(void)format;
	(void)args;
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
		MHD_USE_ERROR_LOG, 0, NULL, NULL, serve, server,
		MHD_OPTION_EXTERNAL_LOGGER, drop_message, NULL,
		MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
		MHD_OPTION_NOTIFY_CONNECTION, notice_connection, server,
		MHD_OPTION_END);
}

/* Returns the earlier of `deadline` and what MHD waits for. */
static int64_t deadline_of(struct MHD_Daemon *http, int64_t deadline)
{
	MHD_UNSIGNED_LONG_LONG wait;
	int64_t own;

	if (MHD_get_timeout(http, &wait) != MHD_YES)
		return deadline;
	own = clock_deadline(wait > 60000 ? 60000 : (int64_t)wait);
	return own < deadline ? own : deadline;
}

static void serve_once(struct server *server, int wake)
{
	struct pollfd wait[SOCKETS + 1] = { { .fd = wake, .events = POLLIN } };
	int64_t deadline;
	char bytes[256];

	for (size_t i = 0; i < server->count; i++)
		MHD_run(server->daemons[i]);
	if (server->scrape->running && scrape_is_over(server->scrape)) {
		finish_scrape(server);
		for (size_t i = 0; i < server->count; i++)
			MHD_run(server->daemons[i]);
	}
	deadline = end_late_connections(server);
	if (server->scrape->running && server->scrape->deadline < deadline)
		deadline = server->scrape->deadline;
	for (size_t i = 0; i < server->count; i++) {
		wait[i + 1] = (struct pollfd){ .events = POLLIN,
			.fd = MHD_get_daemon_info(server->daemons[i],
			MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd };
		deadline = deadline_of(server->daemons[i], deadline);
	}
	if (poll(wait, (nfds_t)server->count + 1,
		clock_poll_timeout(deadline)) > 0 && wait[0].revents)
		while (read(wake, bytes, sizeof(bytes)) > 0)
			;
}

bool server_run(const int *sockets, size_t count, struct scrape *scrape,
	int wake, const volatile int *ended)
{
	struct server server = { .scrape = scrape };
	bool ok = true;

	for (size_t i = 0; i < count && i < SOCKETS; i++) {
		fcntl(sockets[i], F_SETFL, fcntl(sockets[i], F_GETFL) |
			O_NONBLOCK);
		server.daemons[server.count] = start_daemon(&server,
			sockets[i]);
		if (!server.daemons[server.count]) {
			ok = false;
			break;
		}
		server.count++;
	}
	while (ok && !*ended)
		serve_once(&server, wake);
	/* MHD must not be stopped while connections are suspended. */
	if (scrape->running)
		finish_scrape(&server);
	for (size_t i = 0; i < server.count; i++)
		MHD_stop_daemon(server.daemons[i]);
	if (server.page)
		MHD_destroy_response(server.page);
	return ok;
}

/* ---- listening */

static int listen_unix(const char *path, const char **why)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat about;

	if (strlen(path) >= sizeof(address.sun_path)) {
		*why = "the path is too long";
		goto fail;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (fd < 0)
		goto system;
	/* A socket that nobody listens at is left from an earlier run. */
	if (!lstat(path, &about) && S_ISSOCK(about.st_mode)) {
		if (!connect(fd, (struct sockaddr *)&address,
			sizeof(address))) {
			*why = "another process listens there";
			goto fail;
		}
		if (errno == ECONNREFUSED)
			unlink(path);
		close(fd);
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	}
	if (fd >= 0 && !bind(fd, (struct sockaddr *)&address,
		sizeof(address)) && !chmod(path, 0660) &&
		!listen(fd, SOMAXCONN))
		return fd;
system:
	*why = strerror(errno);
fail:
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool is_local(const struct addrinfo *info)
{
	const struct sockaddr_in *four = (const void *)info->ai_addr;
	const struct sockaddr_in6 *six = (const void *)info->ai_addr;

	return info->ai_family == AF_INET ?
		ntohl(four->sin_addr.s_addr) >> 24 == 127 :
		IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
}

static int listen_tcp(const char *host, const char *port, bool *local,
	const char **why)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	struct addrinfo *info = NULL;
	int error = getaddrinfo(host, port, &hints, &info), fd, one = 1;

	if (error) {
		*why = "not an address and a port";
		return -1;
	}
	*local = is_local(info);
	fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one,
		sizeof(one)) || bind(fd, info->ai_addr, info->ai_addrlen) ||
		listen(fd, SOMAXCONN)) {
		*why = strerror(errno);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(info);
	return fd;
}

int server_listen(const char *address, bool *local, const char **why)
{
	const char *colon = strrchr(address, ':');
	char *host;
	int fd;

	*local = true;
	if (!strncmp(address, "unix:", 5))
		return listen_unix(address + 5, why);
	if (!colon)
		return listen_tcp("127.0.0.1", address, local, why);
	host = alloc_bytes(address, (size_t)(colon - address));
	if (*host == '[' && host[strlen(host) - 1] == ']') {
		host[strlen(host) - 1] = '\0';
		fd = listen_tcp(host + 1, colon + 1, local, why);
	} else {
		fd = listen_tcp(host, colon + 1, local, why);
	}
	free(host);
	return fd;
}
