/*
 * A SOCKS port that plays a script to one client, for the tests of tunnel:
 *
 *   fake_socks SOCKET STEP...
 *
 * Listens on the unix socket SOCKET, which appears once it can be used; for
 * tcp:FILE, on a port of 127.0.0.1 that FILE names once it can be used. The
 * steps:
 *
 *   get HEX    expects these bytes
 *   put HEX    sends these bytes, each in a packet of its own
 *   say TEXT   sends a text
 *   save FILE  writes everything received up to the end to a file
 *   send FILE  sends a file
 *   echo       sends back everything received up to the end
 *   end        shuts down sending
 *   reset      closes without reading what has arrived
 *
 * Exit status 0: all steps were played; 1: something else arrived, or nothing
 * within a minute, as stderr explains.
 */
#include "conn/socket.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/files.h"

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE = 60000, CHUNK = 65536, FILE_SIZE_MAX = 1 << 28 };

static int client;
static struct error error = ERROR_INIT;

static void must_wait(int fd)
{
	if (!socket_wait(fd, POLLIN, clock_deadline(PATIENCE), -1, &error))
		errx(EXIT_FAILURE, "%s", error.text);
}

static void say(const char *bytes, size_t len)
{
	if (!socket_send(client, bytes, len, clock_deadline(PATIENCE), -1,
		&error))
		errx(EXIT_FAILURE, "%s", error.text);
}

static void read_hex(const char *text, struct buf *bytes)
{
	unsigned byte;

	for (; *text; text += 2) {
		if (sscanf(text, "%2x", &byte) != 1 || !text[1])
			errx(2, "no hex: %s", text);
		buf_add_char(bytes, (char)byte);
	}
}

static void get(const char *argument)
{
	struct buf want = BUF_INIT, got = BUF_INIT;

	read_hex(argument, &want);
	while (got.len < want.len) {
		must_wait(client);
		if (files_read_some(client, want.len - got.len, &got) <= 0)
			errx(EXIT_FAILURE, "the client has gone");
	}
	if (memcmp(got.data, want.data, want.len) != 0) {
		fprintf(stderr, "got  ");
		for (size_t i = 0; i < got.len; i++)
			fprintf(stderr, "%02x", (unsigned char)got.data[i]);
		errx(EXIT_FAILURE, "want %s", argument);
	}
	buf_clear(&want);
	buf_clear(&got);
}

static void put(const char *argument)
{
	struct buf bytes = BUF_INIT;

	read_hex(argument, &bytes);
	for (size_t i = 0; i < bytes.len; i++)
		say(bytes.data + i, 1);
	buf_clear(&bytes);
}

static void put_text(const char *argument)
{
	say(argument, strlen(argument));
}

/* Reads to the end, copying to `fd` or back. */
static void take(int fd)
{
	struct buf bytes = BUF_INIT;

	do {
		buf_reset(&bytes);
		must_wait(client);
		if (files_read_some(client, CHUNK, &bytes) < 0)
			err(EXIT_FAILURE, "client");
		if (fd < 0)
			say(buf_text(&bytes), bytes.len);
		else if (!files_write_fd(fd, buf_text(&bytes), bytes.len))
			err(EXIT_FAILURE, "file");
	} while (bytes.len);
	buf_clear(&bytes);
}

static void echo(const char *argument)
{
	(void)argument;
	take(-1);
}

static void save(const char *argument)
{
	int fd = open(argument, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0)
		err(EXIT_FAILURE, "%s", argument);
	take(fd);
	close(fd);
}

static void put_file(const char *argument)
{
	struct buf bytes = BUF_INIT;

	if (!files_read(argument, FILE_SIZE_MAX, &bytes, &error))
		errx(EXIT_FAILURE, "%s", error.text);
	say(buf_text(&bytes), bytes.len);
	buf_clear(&bytes);
}

static void end(const char *argument)
{
	(void)argument;
	shutdown(client, SHUT_WR);
}

static void reset(const char *argument)
{
	(void)argument;
	must_wait(client);
	close(client);
}

static const struct {
	const char *name;
	void (*play)(const char *argument);
	bool takes;
} steps[] = {
	{ "get", get, true },
	{ "put", put, true },
	{ "say", put_text, true },
	{ "save", save, true },
	{ "send", put_file, true },
	{ "echo", echo, false },
	{ "end", end, false },
	{ "reset", reset, false },
};

/* Returns how many words the step has. */
static int play(char **words)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (strcmp(words[0], steps[i].name) != 0)
			continue;
		if (steps[i].takes && !words[1])
			errx(2, "%s takes a word", words[0]);
		steps[i].play(words[1]);
		return steps[i].takes ? 2 : 1;
	}
	errx(2, "no step %s", words[0]);
}

/* The socket is renamed to `path` only once it listens. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *early = alloc_print("%s.new", path);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (strlen(early) >= sizeof(address.sun_path))
		errx(2, "too long: %s", path);
	memcpy(address.sun_path, early, strlen(early) + 1);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
		listen(fd, 1) || rename(early, path))
		err(EXIT_FAILURE, "%s", path);
	free(early);
	return fd;
}

/* Writes the port to the file, which appears as a whole. */
static void write_port(const char *path, unsigned port)
{
	char *early = alloc_print("%s.new", path);
	char *text = alloc_print("%u\n", port);

	if (!files_create(early, span_of(text), NULL) || rename(early, path))
		err(EXIT_FAILURE, "%s", path);
	free(text);
	free(early);
}

static int listen_on_port(const char *path)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) ||
		listen(fd, 1) ||
		getsockname(fd, (struct sockaddr *)&address, &len))
		err(EXIT_FAILURE, "%s", path);
	write_port(path, ntohs(address.sin_port));
	return fd;
}

int main(int argc, char **argv)
{
	bool tcp = argc > 1 && !strncmp(argv[1], "tcp:", strlen("tcp:"));
	int fd;

	if (argc < 2) {
		fprintf(stderr, "fake_socks SOCKET STEP...\n");
		return 2;
	}
	fd = tcp ? listen_on_port(argv[1] + strlen("tcp:")) :
		listen_at(argv[1]);
	must_wait(fd);
	client = accept(fd, NULL, NULL);
	if (!tcp)
		unlink(argv[1]);
	if (client < 0)
		err(EXIT_FAILURE, "accept");
	for (char **word = argv + 2; *word;)
		word += play(word);
	return EXIT_SUCCESS;
}
