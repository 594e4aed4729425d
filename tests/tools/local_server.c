/*
 * A web and a name server on 127.0.0.1, reached through the exits of a private
 * Tor network:
 *
 *   local_server FILE
 *
 * Writes its two ports, "HTTP DNS", to FILE once it listens. GET /bytes/N
 * returns N bytes, GET /hold is held open until the client closes, any other
 * page is "pong". Every name resolves to 127.0.0.1 and ::1, every address to
 * localhost.test; *.invalid does not exist, and *.hang gets no answer.
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	CLIENTS = 64,
	REQUEST_MAX = 4096,
	CHUNK = 4096,
	DNS_MAX = 512,
	DNS_HEADER = 12,
	TYPE_A = 1,
	TYPE_PTR = 12,
	TYPE_AAAA = 28,
	FIRST_CLIENT = 2, /* after the sockets of the web and name servers */
};

struct connection {
	char request[REQUEST_MAX + 1];
	size_t len;
	unsigned long left; /* bytes of the page still to send */
	bool answered, held;
};

static struct pollfd polled[FIRST_CLIENT + CLIENTS];
static struct connection clients[CLIENTS];

static struct sockaddr_in loopback(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

/* Opens a socket on a port that the system chooses. */
static int open_socket(int type, unsigned *port)
{
	struct sockaddr_in address = loopback();
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, type, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		err(EXIT_FAILURE, "socket");
	if (type == SOCK_STREAM && listen(fd, CLIENTS) < 0)
		err(EXIT_FAILURE, "listen");
	*port = ntohs(address.sin_port);
	return fd;
}

/* The file is renamed only once it is complete. */
static void write_ports(const char *file, unsigned http, unsigned dns)
{
	char *temporary = malloc(strlen(file) + sizeof(".new"));
	FILE *out;

	if (!temporary)
		err(EXIT_FAILURE, "malloc");
	memcpy(temporary, file, strlen(file));
	memcpy(temporary + strlen(file), ".new", sizeof(".new"));
	out = fopen(temporary, "w");
	if (!out || fprintf(out, "%u %u\n", http, dns) < 0 || fclose(out) ||
		rename(temporary, file))
		err(EXIT_FAILURE, "%s", file);
	free(temporary);
}

/* ---- the web */

static void drop(size_t i)
{
	close(polled[FIRST_CLIENT + i].fd);
	polled[FIRST_CLIENT + i].fd = -1;
}

static void accept_client(void)
{
	int fd = accept(polled[0].fd, NULL, NULL);

	for (size_t i = 0; fd >= 0 && i < CLIENTS; i++) {
		if (polled[FIRST_CLIENT + i].fd >= 0)
			continue;
		polled[FIRST_CLIENT + i] =
			(struct pollfd){ .fd = fd, .events = POLLIN };
		memset(&clients[i], 0, sizeof(clients[i]));
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* Sends the head of the requested page; the body follows as `left`. */
static bool answer(int fd, struct connection *connection)
{
	static const char bytes[] = "GET /bytes/", hold[] = "GET /hold";
	static const char pong[] =
		"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\npong\n";
	char head[100];

	connection->answered = true;
	if (strncmp(connection->request, bytes, strlen(bytes)) == 0) {
		connection->left =
			strtoul(connection->request + strlen(bytes), NULL, 10);
		snprintf(head, sizeof(head), "HTTP/1.0 200 OK\r\n"
			"Content-Length: %lu\r\n\r\n", connection->left);
	} else if (strncmp(connection->request, hold, strlen(hold)) == 0) {
		connection->held = true;
		snprintf(head, sizeof(head), "HTTP/1.0 200 OK\r\n\r\n");
	} else {
		memcpy(head, pong, sizeof(pong));
	}
	return write(fd, head, strlen(head)) == (ssize_t)strlen(head);
}

/* Serves a client whose socket is ready; returns false to close it. */
static bool serve(struct pollfd *ready, struct connection *connection)
{
	static char page[CHUNK];
	ssize_t n;

	if (ready->events == POLLOUT) {
		memset(page, 'x', sizeof(page));
		n = write(ready->fd, page,
			connection->left < CHUNK ? connection->left : CHUNK);
		if (n > 0)
			connection->left -= (unsigned long)n;
		return n > 0 && connection->left > 0;
	}
	if (connection->held)
		return read(ready->fd, page, sizeof(page)) > 0;
	n = read(ready->fd, connection->request + connection->len,
		REQUEST_MAX - connection->len);
	if (n <= 0)
		return false;
	connection->len += (size_t)n;
	connection->request[connection->len] = '\0';
	if (!strstr(connection->request, "\r\n\r\n"))
		return connection->len < REQUEST_MAX;
	if (!answer(ready->fd, connection))
		return false;
	if (connection->left > 0)
		ready->events = POLLOUT;
	return connection->left > 0 || connection->held;
}

/* ---- names */

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), tail = strlen(end);

	return len >= tail && strcasecmp(name + len - tail, end) == 0;
}

/*
 * Reads the name of the question at `query + DNS_HEADER` as "a.b.c"; returns
 * where it ends, or 0 if it has no end. `name` has the size of `query`.
 */
static size_t read_name(const unsigned char *query, size_t len, char *name)
{
	size_t at = DNS_HEADER, n = 0;

	while (at < len && query[at] != 0) {
		size_t label = query[at++];

		if (label > 63 || at + label > len)
			return 0;
		if (n > 0)
			name[n++] = '.';
		memcpy(name + n, query + at, label);
		n += label;
		at += label;
	}
	name[n] = '\0';
	return at < len ? at + 1 : 0;
}

/* Writes the only record of an answer; returns 0 for a type without one. */
static size_t record_data(unsigned type, unsigned char *data)
{
	static const unsigned char v4[] = { 127, 0, 0, 1 }, v6[16] = { [15] = 1 };
	static const unsigned char host[] = "\011localhost\4test";

	if (type == TYPE_A)
		memcpy(data, v4, sizeof(v4));
	else if (type == TYPE_AAAA)
		memcpy(data, v6, sizeof(v6));
	else if (type == TYPE_PTR)
		memcpy(data, host, sizeof(host));
	return type == TYPE_A ? sizeof(v4) : type == TYPE_AAAA ? sizeof(v6) :
		type == TYPE_PTR ? sizeof(host) : 0;
}

/* Turns the query into an answer; returns its length, or 0 for none. */
static size_t resolve(unsigned char *query, size_t len)
{
	char name[DNS_MAX + 1];
	size_t end = len > DNS_HEADER ? read_name(query, len, name) : 0;
	unsigned char *record;
	size_t data = 0;
	bool unknown;

	if (end == 0 || end + 4 > len || ends_with(name, ".hang"))
		return 0;
	unknown = ends_with(name, ".invalid");
	len = end + 4; /* drop everything after the question */
	record = query + len;
	if (!unknown)
		data = record_data((unsigned)(query[end] << 8 | query[end + 1]),
			record + 12);
	if (data > 0) {
		/* the question's name, type and class, 60 s, the length */
		memcpy(record, (unsigned char[]){ 0xc0, DNS_HEADER,
			query[end], query[end + 1], 0, 1, 0, 0, 0, 60, 0,
			(unsigned char)data }, 12);
		len += 12 + data;
	}
	memcpy(query + 2, (unsigned char[]){ 0x81, unknown ? 0x83 : 0x80, 0, 1,
		0, data > 0, 0, 0, 0, 0 }, 10);
	return len;
}

static void answer_name(int fd)
{
	unsigned char packet[DNS_MAX + 100];
	struct sockaddr_storage from;
	socklen_t from_len = sizeof(from);
	ssize_t n = recvfrom(fd, packet, DNS_MAX, 0, (struct sockaddr *)&from,
		&from_len);
	size_t len = n > 0 ? resolve(packet, (size_t)n) : 0;

	if (len > 0)
		sendto(fd, packet, len, 0, (struct sockaddr *)&from, from_len);
}

int main(int argc, char **argv)
{
	unsigned http, dns;

	if (argc != 2) {
		fprintf(stderr, "local_server FILE\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	for (size_t i = 0; i < CLIENTS; i++)
		polled[FIRST_CLIENT + i].fd = -1;
	polled[0] = (struct pollfd){ open_socket(SOCK_STREAM, &http), POLLIN, 0 };
	polled[1] = (struct pollfd){ open_socket(SOCK_DGRAM, &dns), POLLIN, 0 };
	write_ports(argv[1], http, dns);
	while (poll(polled, FIRST_CLIENT + CLIENTS, -1) >= 0) {
		if (polled[1].revents)
			answer_name(polled[1].fd);
		for (size_t i = 0; i < CLIENTS; i++)
			if (polled[FIRST_CLIENT + i].fd >= 0 &&
				polled[FIRST_CLIENT + i].revents &&
				!serve(&polled[FIRST_CLIENT + i], &clients[i]))
				drop(i);
		/* last, so that clients it changes have no stale event */
		if (polled[0].revents)
			accept_client();
	}
	err(EXIT_FAILURE, "poll");
}
