/* A control port that plays a script: its thread, gates and socket. */
#include "lib/fake_tor.h"

#include "lib/fake_play.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 100000, BLOCKED = 100 };

static socklen_t unix_address(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		abort();
	memcpy(address->sun_path, path, strlen(path) + 1);
	return sizeof(*address);
}

static bool listen_unix(struct fake_tor *tor, const char *path)
{
	const char *base = getenv("TMPDIR");
	struct sockaddr_un address;
	socklen_t len;

	if (!path) {
		tor->directory = alloc_print("%s/fake-XXXXXX",
			base && strlen(base) < 60 ? base : "/tmp");
		if (!mkdtemp(tor->directory))
			return false;
	}
	tor->path = path ? alloc_string(path) :
		alloc_print("%s/control", tor->directory);
	tor->address = alloc_string(tor->path);
	len = unix_address(tor->path, &address);
	tor->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	return tor->listener >= 0 && !bind(tor->listener,
		(struct sockaddr *)&address, len) && !listen(tor->listener, 8);
}

static bool listen_tcp(struct fake_tor *tor, const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons(port ? (uint16_t)strtoul(port, NULL, 10) : 0),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int on = 1;

	tor->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (tor->listener < 0 || setsockopt(tor->listener, SOL_SOCKET,
		SO_REUSEADDR, &on, sizeof(on)) || bind(tor->listener,
		(struct sockaddr *)&address, len) ||
		listen(tor->listener, 8) || getsockname(tor->listener,
		(struct sockaddr *)&address, &len))
		return false;
	tor->address = alloc_print("127.0.0.1:%u", ntohs(address.sin_port));
	return true;
}

static bool listen_tcp6(struct fake_tor *tor)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t len = sizeof(address);

	tor->listener = socket(AF_INET6, SOCK_STREAM, 0);
	if (tor->listener < 0 || bind(tor->listener,
		(struct sockaddr *)&address, len) ||
		listen(tor->listener, 8) || getsockname(tor->listener,
		(struct sockaddr *)&address, &len))
		return false;
	tor->address = alloc_print("[::1]:%u", ntohs(address.sin6_port));
	return true;
}

static void close_all(const int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static void destroy(struct fake_tor *tor)
{
	const int fds[] = { tor->listener, tor->fd, tor->stop[0],
		tor->stop[1], tor->over[0], tor->over[1] };
	int reason = errno;

	close_all(fds, sizeof(fds) / sizeof(*fds));
	if (tor->path)
		unlink(tor->path);
	if (tor->directory)
		rmdir(tor->directory);
	pthread_mutex_destroy(&tor->lock);
	pthread_cond_destroy(&tor->changed);
	buf_clear(&tor->received);
	for (size_t i = 0; i < FAKE_KEYS; i++)
		free(tor->keys[i]);
	free(tor->failure);
	free(tor->directory);
	free(tor->path);
	free(tor->address);
	free(tor);
	errno = reason;
}

struct fake_tor *fake_tor_start(enum fake_family family, const char *path,
	const struct fake_step *steps, size_t count)
{
	struct fake_tor *tor = alloc_zeroed(sizeof(*tor));
	bool ok;

	tor->steps = steps;
	tor->count = count;
	tor->fd = tor->listener = -1;
	tor->stop[0] = tor->stop[1] = tor->over[0] = tor->over[1] = -1;
	pthread_mutex_init(&tor->lock, NULL);
	pthread_cond_init(&tor->changed, NULL);
	ok = !pipe(tor->stop) && !pipe(tor->over) &&
		(family == FAKE_UNIX ? listen_unix(tor, path) :
		family == FAKE_TCP ? listen_tcp(tor, path) : listen_tcp6(tor));
	if (ok) {
		fcntl(tor->listener, F_SETFD, FD_CLOEXEC);
		errno = pthread_create(&tor->thread, NULL, fake_play_run, tor);
		ok = !errno;
	}
	if (ok)
		return tor;
	destroy(tor);
	return NULL;
}

const char *fake_tor_address(const struct fake_tor *tor)
{
	return tor->address;
}

int fake_tor_over_fd(const struct fake_tor *tor)
{
	return tor->over[0];
}

int fake_tor_dial(const struct fake_tor *tor)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);
	int fd;

	if (getsockname(tor->listener, (struct sockaddr *)&address, &len))
		return -1;
	fd = socket(address.ss_family, SOCK_STREAM, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, len)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

bool fake_tor_await(struct fake_tor *tor, unsigned gate)
{
	struct timespec limit;
	int result = 0;
	bool reached;

	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += PATIENCE / 1000;
	pthread_mutex_lock(&tor->lock);
	while (!(tor->reached & 1U << gate) && !tor->ended && !result)
		result = pthread_cond_timedwait(&tor->changed, &tor->lock,
			&limit);
	reached = tor->reached & 1U << gate;
	pthread_mutex_unlock(&tor->lock);
	return reached;
}

void fake_tor_open(struct fake_tor *tor, unsigned gate)
{
	pthread_mutex_lock(&tor->lock);
	tor->opened |= 1U << gate;
	pthread_cond_broadcast(&tor->changed);
	pthread_mutex_unlock(&tor->lock);
}

uint64_t fake_tor_sent(struct fake_tor *tor)
{
	uint64_t sent;

	pthread_mutex_lock(&tor->lock);
	sent = tor->sent;
	pthread_mutex_unlock(&tor->lock);
	return sent;
}

/* "Never" and "not now" look the same: a moment without progress will do. */
bool fake_tor_await_blocked(struct fake_tor *tor)
{
	int64_t since = clock_now();
	uint64_t before = 0;
	bool ended;

	do {
		uint64_t sent;
		bool blocked;

		pthread_mutex_lock(&tor->lock);
		ended = tor->ended;
		sent = tor->sent;
		blocked = tor->blocked;
		pthread_mutex_unlock(&tor->lock);
		if (!blocked || sent != before)
			since = clock_now();
		before = sent;
		sched_yield();
	} while (!ended && clock_now() - since < BLOCKED);
	return !ended;
}

char *fake_tor_end(struct fake_tor *tor, struct buf *received)
{
	char *failure;

	pthread_mutex_lock(&tor->lock);
	tor->stopping = true;
	pthread_cond_broadcast(&tor->changed);
	pthread_mutex_unlock(&tor->lock);
	while (write(tor->stop[1], "", 1) < 0 && errno == EINTR)
		;
	pthread_join(tor->thread, NULL);
	if (received)
		buf_add_span(received, buf_span(&tor->received));
	failure = tor->failure;
	tor->failure = NULL;
	destroy(tor);
	return failure;
}
