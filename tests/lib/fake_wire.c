/* Reading and writing the connection of a fake tor, in its thread. */
#include "lib/fake_play.h"

#include "util/alloc.h"
#include "util/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/sockios.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

__attribute__((format(printf, 2, 3)))
bool fake_fail(struct fake_tor *tor, const char *format, ...)
{
	char text[2000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!tor->failure)
		tor->failure = alloc_print("step %zu: %s", tor->at + 1, text);
	return false;
}

bool fake_fail_line(struct fake_tor *tor, const char *what,
	struct span line)
{
	struct buf text = BUF_INIT;

	escape_add_controls(&text, line);
	fake_fail(tor, "%s: %s", what, buf_text(&text));
	buf_clear(&text);
	return false;
}

/* Waits for the client; returns false if the play must end. */
bool fake_await(struct fake_tor *tor, int fd, short events)
{
	struct pollfd wait[] = {
		{ .fd = fd, .events = events },
		{ .fd = tor->stop[0], .events = POLLIN },
	};

	while (poll(wait, 2, -1) < 0 && errno == EINTR)
		;
	return wait[0].revents || fake_fail(tor, "stopped before its end");
}

bool fake_ensure_client(struct fake_tor *tor)
{
	if (tor->fd >= 0)
		return true;
	if (!fake_await(tor, tor->listener, POLLIN))
		return false;
	tor->fd = accept(tor->listener, NULL, NULL);
	if (tor->fd < 0)
		return fake_fail(tor, "accept: %s", strerror(errno));
	fcntl(tor->fd, F_SETFD, FD_CLOEXEC);
	fcntl(tor->fd, F_SETFL, O_NONBLOCK);
	return true;
}

void fake_hang_up(struct fake_tor *tor)
{
	if (tor->fd >= 0)
		close(tor->fd);
	tor->fd = -1;
}

/* Returns 1 if bytes arrived, 0 at the end, -1 if the play must end. */
int fake_take_more(struct fake_tor *tor)
{
	char *room = buf_reserve(&tor->received, FAKE_CHUNK);
	ssize_t got;

	if (!fake_ensure_client(tor) || !fake_await(tor, tor->fd, POLLIN))
		return -1;
	got = read(tor->fd, room, FAKE_CHUNK);
	if (got <= 0)
		return 0;
	tor->received.len += (size_t)got;
	tor->received.data[tor->received.len] = '\0';
	return 1;
}

struct span fake_untaken(const struct fake_tor *tor)
{
	return span_from(buf_span(&tor->received), tor->taken);
}

/* Takes the next line without its CRLF, valid until the next read. */
bool fake_take_line(struct fake_tor *tor, struct span *line)
{
	const char *end;
	int more;

	for (;;) {
		struct span rest = fake_untaken(tor);

		end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
		if (end) {
			*line = (struct span){ rest.at,
				(size_t)(end - rest.at) };
			break;
		}
		more = fake_take_more(tor);
		if (more <= 0)
			return !more && fake_fail_line(tor,
				"the client has closed behind", rest);
	}
	tor->taken += line->len + 1;
	if (!line->len || line->at[line->len - 1] != '\r')
		return fake_fail_line(tor, "no CRLF at the end of", *line);
	line->len--;
	return true;
}

static void note_sent(struct fake_tor *tor, ssize_t done)
{
	pthread_mutex_lock(&tor->lock);
	tor->blocked = done < 0;
	if (done > 0)
		tor->sent += (uint64_t)done;
	pthread_mutex_unlock(&tor->lock);
}

int fake_send(struct fake_tor *tor, const char *at, size_t len)
{
	if (!fake_ensure_client(tor))
		return -1;
	while (len) {
		ssize_t done = send(tor->fd, at, len, MSG_NOSIGNAL);

		if (done < 0 && errno != EAGAIN)
			return 0;
		note_sent(tor, done);
		if (done < 0 && !fake_await(tor, tor->fd, POLLOUT))
			return -1;
		if (done > 0) {
			at += done;
			len -= (size_t)done;
		}
	}
	return 1;
}

bool fake_send_all(struct fake_tor *tor, const char *at, size_t len)
{
	int result = fake_send(tor, at, len);

	return result > 0 || (!result &&
		fake_fail(tor, "send: %s", strerror(errno)));
}

bool fake_drain(struct fake_tor *tor)
{
#ifdef SIOCOUTQ
	struct pollfd stop = { .fd = tor->stop[0], .events = POLLIN };
	int unread = 0;

	for (;;) {
		/* Checked first: the client reads before it ends the play. */
		bool stopped = poll(&stop, 1, 0);

		if (ioctl(tor->fd, SIOCOUTQ, &unread) || !unread)
			break;
		if (stopped)
			return fake_fail(tor,
				"stopped while the client did not read");
		sched_yield();
	}
#else
	(void)tor;
#endif
	return true;
}
