/* Connecting and writing sockets within a deadline. */
#include "conn/socket.h"

#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif
#ifndef SOCK_CLOEXEC
#define SOCK_CLOEXEC 0
#endif

enum { SOCKET_PAUSE = 10 };

bool socket_wait(int fd, short events, int64_t deadline, int cancel_fd,
	struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = fd, .events = events },
		{ .fd = cancel_fd, .events = POLLIN },
	};
	int ready;

	do {
		ready = poll(wait, 2, clock_poll_timeout(deadline));
	} while (ready < 0 && errno == EINTR);
	if (ready < 0)
		return error_set(error, ERROR_CONNECTION, "poll: %s",
			strerror(errno));
	if (!ready)
		return error_set(error, ERROR_TIMEOUT, "timed out");
	if (wait[1].revents)
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	return true;
}

static int set_blocking(int fd, bool blocking)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return -1;
	flags = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
	return fcntl(fd, F_SETFL, flags);
}

/* Waits for a pending connect(); errno says how it ended. */
static bool finish_connect(int fd, int64_t deadline, int cancel_fd,
	struct error *error)
{
	socklen_t len = sizeof(errno);
	int result = 0;

	if (!socket_wait(fd, POLLOUT, deadline, cancel_fd, error))
		return false;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &result, &len) < 0)
		result = errno;
	if (!result)
		return true;
	error_set(error, ERROR_CONNECTION, "%s", strerror(result));
	if (error)
		error->status = result;
	return false;
}

static bool pause_for_room(int cancel_fd, struct error *error)
{
	struct pollfd cancel = { .fd = cancel_fd, .events = POLLIN };

	return poll(&cancel, 1, SOCKET_PAUSE) <= 0 ||
		error_set(error, ERROR_INTERRUPTED, "interrupted");
}

int socket_connect(const struct sockaddr *to, socklen_t to_len,
	int64_t deadline, int cancel_fd, struct error *error)
{
	int fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int reason;

	/* Repeated for systems where socket() does not take the flag. */
	if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
		set_blocking(fd, false) < 0)
		goto fail;
#ifdef SO_NOSIGPIPE
	/* For systems whose send() has no MSG_NOSIGNAL. */
	setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int));
#endif
	while (connect(fd, to, to_len) < 0) {
		/* The backlog of a unix socket is full: retry soon. */
		if (errno == EAGAIN && clock_now() < deadline) {
			if (!pause_for_room(cancel_fd, error))
				goto given_up;
			continue;
		}
		if (errno != EINPROGRESS && errno != EINTR)
			goto fail;
		if (!finish_connect(fd, deadline, cancel_fd, error))
			goto given_up;
		break;
	}
	if (set_blocking(fd, true) < 0)
		goto fail;
	return fd;
given_up:
	close(fd);
	errno = 0;
	return -1;
fail:
	reason = errno;
	if (reason == EAGAIN)
		error_set(error, ERROR_TIMEOUT, "the listen queue is full");
	else
		error_set(error, ERROR_CONNECTION, "%s", strerror(reason));
	if (error)
		error->status = reason;
	if (fd >= 0)
		close(fd);
	errno = reason;
	return -1;
}

bool socket_send(int fd, const char *bytes, size_t len, int64_t deadline,
	int cancel_fd, struct error *error)
{
	while (len) {
		ssize_t done = send(fd, bytes, len,
			MSG_NOSIGNAL | MSG_DONTWAIT);

		if (done >= 0) {
			bytes += done;
			len -= (size_t)done;
			continue;
		}
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			return error_set(error, ERROR_CONNECTION,
				"control connection lost: %s",
				strerror(errno));
		if (!socket_wait(fd, POLLOUT, deadline, cancel_fd, error))
			return false;
	}
	return true;
}
