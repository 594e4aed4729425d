/*
 * A line with a delay:
 *
 *   relay SOCKET TO MILLISECONDS
 *
 * Listens on the unix socket SOCKET and connects each client, in a process of
 * its own, to the unix socket TO. Whatever comes, from either side, is passed on
 * MILLISECONDS later; any amount may be on the way. Runs until it is killed or
 * its parent has exited.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { CHUNK = 256 * 1024 };

/* What is on the way; without bytes it is the end. */
struct chunk {
	struct chunk *next;
	int64_t due; /* in microseconds */
	size_t len, sent;
	char bytes[];
};

struct direction {
	int from, to;
	struct chunk *first, **end;
	bool read_all, sent_all;
};

static int64_t delay;

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* Returns false if the connection is broken. */
static bool receive(struct direction *direction)
{
	static char bytes[CHUNK];
	ssize_t got = recv(direction->from, bytes, CHUNK, MSG_DONTWAIT);
	struct chunk *chunk;

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	chunk = calloc(1, sizeof(*chunk) + (size_t)got);
	if (!chunk)
		err(1, "calloc");
	chunk->due = now() + delay;
	chunk->len = (size_t)got;
	memcpy(chunk->bytes, bytes, chunk->len);
	*direction->end = chunk;
	direction->end = &chunk->next;
	direction->read_all = !got;
	return true;
}

static void drop_first(struct direction *direction)
{
	struct chunk *first = direction->first;

	direction->first = first->next;
	if (!direction->first)
		direction->end = &direction->first;
	free(first);
}

static bool is_due(const struct direction *direction)
{
	return direction->first && direction->first->due <= now();
}

/* Passes on what is due. Returns false if the connection is broken. */
static bool pass_on(struct direction *direction)
{
	while (is_due(direction)) {
		struct chunk *first = direction->first;
		ssize_t done;

		if (!first->len) {
			shutdown(direction->to, SHUT_WR);
			direction->sent_all = true;
		} else {
			done = send(direction->to, first->bytes + first->sent,
				first->len - first->sent,
				MSG_DONTWAIT | MSG_NOSIGNAL);
			if (done < 0)
				return errno == EAGAIN || errno == EINTR;
			first->sent += (size_t)done;
		}
		if (first->sent == first->len)
			drop_first(direction);
	}
	return true;
}

/* Returns how long to wait for the next chunk to be due; -1: there is none. */
static int time_left(const struct direction *directions)
{
	int64_t left, least = -1;

	for (int i = 0; i < 2; i++) {
		if (!directions[i].first || is_due(&directions[i]))
			continue;
		left = directions[i].first->due - now();
		if (least < 0 || left < least)
			least = left < 0 ? 0 : left;
	}
	return least < 0 ? -1 : (int)((least + 999) / 1000);
}

static void relay(int client, int server)
{
	struct direction both[] = {
		{ .from = client, .to = server },
		{ .from = server, .to = client },
	};
	struct pollfd wait[4];
	bool ok = true;

	for (int i = 0; i < 2; i++)
		both[i].end = &both[i].first;
	while (ok && !(both[0].sent_all && both[1].sent_all)) {
		for (int i = 0; i < 2; i++) {
			wait[i] = (struct pollfd){ both[i].read_all ? -1 :
				both[i].from, POLLIN, 0 };
			wait[2 + i] = (struct pollfd){ is_due(&both[i]) ?
				both[i].to : -1, POLLOUT, 0 };
		}
		poll(wait, 4, time_left(both));
		for (int i = 0; i < 2 && ok; i++)
			ok = (!wait[i].revents || receive(&both[i])) &&
				pass_on(&both[i]);
	}
	for (int i = 0; i < 2; i++)
		while (both[i].first)
			drop_first(&both[i]);
}

static int unix_socket(const char *path, struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		errx(1, "%s: too long", path);
	memcpy(address->sun_path, path, strlen(path));
	if (fd < 0)
		err(1, "socket");
	return fd;
}

static void end_with_parent(void)
{
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
}

int main(int argc, char **argv)
{
	struct sockaddr_un address;
	int listener, client, server;

	if (argc != 4)
		errx(2, "usage: relay SOCKET TO MILLISECONDS");
	end_with_parent();
	signal(SIGCHLD, SIG_IGN);
	delay = atoi(argv[3]) * 1000;
	listener = unix_socket(argv[1], &address);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(listener, SOMAXCONN) < 0)
		err(1, "%s", argv[1]);
	while ((client = accept(listener, NULL, NULL)) >= 0) {
		if (fork()) {
			close(client);
			continue;
		}
		end_with_parent();
		server = unix_socket(argv[2], &address);
		if (connect(server, (struct sockaddr *)&address,
			sizeof(address)) < 0)
			err(1, "%s", argv[2]);
		relay(client, server);
		_exit(0);
	}
	err(1, "accept");
}
