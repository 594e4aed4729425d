/*
 * A client that gets a page or resolves a name through a SOCKS port, for the
 * tests with a network:
 *
 *   socks_get [-4] [-u USER:PASSWORD] [-t SECONDS] PROXY HOST PORT [PATH]
 *   socks_get -r [-u USER:PASSWORD] [-t SECONDS] PROXY HOST
 *
 * PROXY is a port of 127.0.0.1 or the path of a unix socket. Prints the body of
 * the page (PATH or /), or with -r the IPv4 address of HOST. Uses SOCKS5, or
 * SOCKS4a with -4; never looks up names itself. Exit status 0: the page was
 * received; 1: no connection or not this page, with the proxy's answer on
 * stderr.
 */
#include "conn/address.h"
#include "conn/socket.h"
#include "conn/transport.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/error.h"

#include <err.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	SOCKS_CONNECT = 1,
	SOCKS_RESOLVE = 0xf0, /* Tor's extension */
	SOCKS4_GRANTED = 0x5a,
	NO_LOGIN = 0,
	LOGIN = 2,
};

static int fd;
static int64_t deadline;
static struct error error = ERROR_INIT;

static void fail(void)
{
	errx(EXIT_FAILURE, "%s", error.text);
}

static void say(const void *bytes, size_t len)
{
	if (!socket_send(fd, bytes, len, deadline, -1, &error))
		fail();
}

/* Reads up to `len` bytes; returns 0 at the end. */
static size_t hear_some(void *bytes, size_t len)
{
	ssize_t n;

	if (!socket_wait(fd, POLLIN, deadline, -1, &error))
		fail();
	n = read(fd, bytes, len);
	if (n < 0)
		err(EXIT_FAILURE, "proxy");
	return (size_t)n;
}

static void hear(unsigned char *bytes, size_t len)
{
	while (len > 0) {
		size_t n = hear_some(bytes, len);

		if (n == 0)
			errx(EXIT_FAILURE, "the proxy has hung up");
		bytes += n;
		len -= n;
	}
}

/* Appends a byte with the length, then the text. */
static void add_counted(struct buf *out, const char *text, size_t len)
{
	if (len > 255)
		errx(2, "longer than 255 bytes: %s", text);
	buf_add_char(out, (char)len);
	buf_add(out, text, len);
}

static void add_port(struct buf *out, unsigned port)
{
	buf_add_char(out, (char)(port >> 8));
	buf_add_char(out, (char)port);
}

static void connect_4a(const char *host, unsigned port)
{
	struct buf request = BUF_INIT;
	unsigned char reply[8];

	buf_add(&request, "\4\1", 2);
	add_port(&request, port);
	buf_add(&request, "\0\0\0\1\0", 5);
	buf_add(&request, host, strlen(host) + 1);
	say(buf_text(&request), request.len);
	buf_clear(&request);
	hear(reply, sizeof(reply));
	if (reply[1] != SOCKS4_GRANTED)
		errx(EXIT_FAILURE, "SOCKS4 reply %d", reply[1]);
}

static void log_in(const char *login)
{
	const char *colon = login ? strchr(login, ':') : NULL;
	struct buf request = BUF_INIT;
	unsigned char reply[2];

	if (login && !colon)
		errx(2, "-u takes USER:PASSWORD");
	say((char[]){ 5, 1, login ? LOGIN : NO_LOGIN }, 3);
	hear(reply, sizeof(reply));
	if (reply[1] != (login ? LOGIN : NO_LOGIN))
		errx(EXIT_FAILURE, "SOCKS5 method %d", reply[1]);
	if (!login)
		return;
	buf_add(&request, "\1", 1);
	add_counted(&request, login, (size_t)(colon - login));
	add_counted(&request, colon + 1, strlen(colon + 1));
	say(buf_text(&request), request.len);
	buf_clear(&request);
	hear(reply, sizeof(reply));
	if (reply[1] != 0)
		errx(EXIT_FAILURE, "SOCKS5 login %d", reply[1]);
}

/* Writes the IPv4 address of the reply to `address`. */
static void ask_5(unsigned command, const char *host, unsigned port,
	unsigned char address[4])
{
	struct buf request = BUF_INIT;
	unsigned char reply[4], rest[18];

	buf_add(&request, (char[]){ 5, (char)command, 0, 3 }, 4);
	add_counted(&request, host, strlen(host));
	add_port(&request, port);
	say(buf_text(&request), request.len);
	buf_clear(&request);
	hear(reply, sizeof(reply));
	if (reply[1] != 0)
		errx(EXIT_FAILURE, "SOCKS5 reply %d", reply[1]);
	hear(rest, reply[3] == 4 ? 18 : 6);
	memcpy(address, rest, 4);
}

/* Prints the body of a page, which must exist. */
static void get_page(const char *path)
{
	struct buf request = BUF_INIT, page = BUF_INIT;
	const char *body;
	char bytes[4096];
	size_t n;

	buf_print(&request, "GET %s HTTP/1.0\r\n\r\n", path);
	say(buf_text(&request), request.len);
	while ((n = hear_some(bytes, sizeof(bytes))) > 0)
		buf_add(&page, bytes, n);
	body = strstr(buf_text(&page), "\r\n\r\n");
	if (strncmp(buf_text(&page), "HTTP/1.0 200 ", 13) != 0 || !body)
		errx(EXIT_FAILURE, "no page has come");
	body += 4;
	fwrite(body, 1, page.len - (size_t)(body - buf_text(&page)), stdout);
	buf_clear(&request);
	buf_clear(&page);
}

static int usage(void)
{
	fprintf(stderr, "socks_get [-4] [-u USER:PASSWORD] [-t SECONDS] "
		"PROXY HOST PORT [PATH]\n"
		"socks_get -r [-u USER:PASSWORD] [-t SECONDS] PROXY HOST\n");
	return 2;
}

int main(int argc, char **argv)
{
	struct address proxy = { 0 };
	struct transport_link link;
	bool old = false, name = false;
	unsigned char found[4];
	const char *login = NULL;
	int option, seconds = 30;
	unsigned port;

	while ((option = getopt(argc, argv, "4ru:t:")) != -1) {
		if (option == '4')
			old = true;
		else if (option == 'r')
			name = true;
		else if (option == 'u')
			login = optarg;
		else if (option == 't')
			seconds = (int)strtol(optarg, NULL, 10);
		else
			return usage();
	}
	argv += optind;
	argc -= optind;
	if (argc < (name ? 2 : 3) || argc > (name ? 2 : 4))
		return usage();
	deadline = clock_deadline(seconds * 1000);
	if (!address_parse(argv[0], &proxy, &error))
		fail();
	if (!address_connect(&proxy, deadline, -1, &link, &error))
		fail();
	fd = link.fd;
	port = name ? 0 : (unsigned)strtoul(argv[2], NULL, 10);
	if (old) {
		connect_4a(argv[1], port);
	} else {
		log_in(login);
		ask_5(name ? SOCKS_RESOLVE : SOCKS_CONNECT, argv[1], port,
			found);
	}
	if (name)
		printf("%d.%d.%d.%d\n", found[0], found[1], found[2], found[3]);
	else
		get_page(argc > 3 ? argv[3] : "/");
	close(fd);
	address_clear(&proxy);
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
