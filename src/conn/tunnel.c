/* A connection that relays bytes both ways, such as through a SOCKS port. */
#include "conn/tunnel.h"

#include "conn/socket.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif
#ifndef PIPE_BUF
#define PIPE_BUF 512
#endif

enum {
	TUNNEL_CHUNK = 64 * 1024,
	TUNNEL_HEARD = 512, /* longer than any part of the handshake */
};

/* Returns whether a call must wait or be repeated. */
static bool not_yet(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* ---- the handshake */

static bool proxy_lost(const struct socks *socks, struct error *error)
{
	if (errno == ECONNRESET || errno == EPIPE)
		return socks_explain_close(socks, error);
	return error_set(error, ERROR_CONNECTION, "connection to the SOCKS "
		"port lost: %s",
		strerror(errno));
}

static bool wait_for(int fd, short events, const struct socks *socks,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct error failure = ERROR_INIT;

	if (socket_wait(fd, events, deadline, cancel_fd, &failure))
		return true;
	if (failure.kind == ERROR_TIMEOUT)
		socks_explain_silence(socks, &failure);
	return error_move(error, &failure);
}

/* Sends all pending bytes, then receives some. */
static bool say_and_hear(int fd, struct socks *socks, struct buf *in,
	int64_t deadline, int cancel_fd, struct error *error)
{
	ssize_t n;

	while (socks->out.len) {
		n = send(fd, socks->out.data, socks->out.len,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			buf_consume(&socks->out, (size_t)n);
		else if (!not_yet())
			break; /* the reason may still be readable */
		else if (!wait_for(fd, POLLOUT, socks, deadline, cancel_fd,
			error))
			return false;
	}
	do {
		if (!wait_for(fd, POLLIN, socks, deadline, cancel_fd, error))
			return false;
		n = recv(fd, buf_reserve(in, TUNNEL_HEARD), TUNNEL_HEARD,
			MSG_DONTWAIT);
	} while (n < 0 && not_yet());
	if (n < 0)
		return proxy_lost(socks, error);
	if (!n)
		return socks_explain_close(socks, error);
	in->len += (size_t)n;
	return true;
}

bool tunnel_open(int fd, const struct socks_request *request,
	int64_t deadline, int cancel_fd, struct buf *early,
	struct error *error)
{
	enum socks_verdict verdict = SOCKS_ON;
	struct socks socks;
	bool ok = socks_begin(&socks, request, error);

	while (ok && verdict == SOCKS_ON) {
		ok = say_and_hear(fd, &socks, early, deadline, cancel_fd,
			error);
		if (ok)
			verdict = socks_take(&socks, early, error);
	}
	socks_clear(&socks);
	return ok && verdict == SOCKS_OPEN;
}

/* ---- the bytes */

/* One direction. */
struct flow {
	struct buf bytes; /* read, and from `at` on not yet written */
	size_t at;
	bool ended;       /* nothing more arrives */
	bool told;        /* and the other side was told */
	bool lost;        /* bytes read can no longer be delivered */
};

struct running {
	struct tunnel *tunnel;
	struct flow up, down;
	char *chunk;
	mode_t out_type;
	int64_t deadline;
	int64_t idle_since; /* nothing came from `in` although it is read */
	struct error *error;
};

static bool is_empty(const struct flow *flow)
{
	return flow->at == flow->bytes.len;
}

static void take_written(struct flow *flow, size_t n)
{
	flow->at += n;
	if (!is_empty(flow))
		return;
	buf_reset(&flow->bytes);
	flow->at = 0;
}

/* Takes bytes of `in`; none: its end. */
static void take_in(struct running *running, struct span bytes)
{
	struct tunnel *tunnel = running->tunnel;
	struct flow *up = &running->up;

	up->ended = !bytes.len;
	if (tunnel->filter)
		tunnel->filter(tunnel->filter_arg, &up->bytes, bytes,
			up->ended);
	else
		buf_add_span(&up->bytes, bytes);
	if (up->ended && tunnel->linger)
		running->deadline = clock_deadline(tunnel->linger);
}

static bool read_in(struct running *running)
{
	ssize_t n = read(running->tunnel->in, running->chunk, TUNNEL_CHUNK);

	if (n < 0 && not_yet())
		return true;
	if (n < 0)
		return error_set(running->error, ERROR_FILE, "cannot read "
			"standard input: %s", strerror(errno));
	take_in(running, (struct span){ running->chunk, (size_t)n });
	running->idle_since = clock_now();
	return true;
}

static bool read_far(struct running *running)
{
	struct tunnel *tunnel = running->tunnel;
	struct flow *down = &running->down;
	ssize_t n = recv(tunnel->fd, running->chunk, TUNNEL_CHUNK,
		MSG_DONTWAIT);
	struct span bytes = { running->chunk, n > 0 ? (size_t)n : 0 };

	if (n < 0 && not_yet())
		return true;
	/* The loss is already known and reported at the end. */
	if (n < 0 && running->up.lost && errno == ECONNRESET)
		n = 0;
	if (n < 0)
		return error_set(running->error, ERROR_CONNECTION, "connection "
			"through Tor lost: %s",
			strerror(errno));
	down->ended = !n;
	if (tunnel->show)
		tunnel->show(tunnel->show_arg, &down->bytes, bytes, !n);
	else
		buf_add_span(&down->bytes, bytes);
	return true;
}

/* On failure goes on reading: the far end may have sent a reason. */
static bool write_far(struct running *running)
{
	struct flow *up = &running->up;
	ssize_t n = send(running->tunnel->fd, up->bytes.data + up->at,
		up->bytes.len - up->at, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n >= 0) {
		take_written(up, (size_t)n);
	} else if (!not_yet()) {
		up->lost = true;
		up->ended = true;
		take_written(up, up->bytes.len - up->at);
	}
	return true;
}

static bool out_failed(struct running *running, int reason)
{
	running->tunnel->out_failure = reason;
	return error_set(running->error, ERROR_FILE, "cannot write the "
		"output: %s", strerror(reason));
}

/*
 * The descriptor may be shared, so it stays blocking; write no more than poll()
 * guarantees room for.
 */
static bool write_out(struct running *running)
{
	struct flow *down = &running->down;
	const char *bytes = down->bytes.data + down->at;
	size_t len = down->bytes.len - down->at;
	int fd = running->tunnel->out;
	ssize_t n;

	if (S_ISSOCK(running->out_type))
		n = send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	else if (S_ISREG(running->out_type) || len <= PIPE_BUF)
		n = write(fd, bytes, len);
	else
		n = write(fd, bytes, PIPE_BUF);
	if (n >= 0)
		take_written(down, (size_t)n);
	return n >= 0 || not_yet() || out_failed(running, errno);
}

/* Closes `out` for its reader; later writes to it are harmless. */
static void close_out(const struct tunnel *tunnel)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null < 0)
		return;
	dup2(null, tunnel->out);
	close(null);
}

/* Passes on the ends reached so far; returns whether everything has ended. */
static bool pass_ends(struct running *running)
{
	const struct tunnel *tunnel = running->tunnel;
	struct flow *up = &running->up, *down = &running->down;

	if (up->ended && is_empty(up) && !up->told) {
		if (tunnel->half_close)
			shutdown(tunnel->fd, SHUT_WR);
		up->told = true;
	}
	if (down->ended && is_empty(down) && !down->told) {
		if (tunnel->half_close && tunnel->close_out && !up->told)
			close_out(tunnel);
		down->told = true;
	}
	return down->told && (up->told || !tunnel->half_close);
}

enum { FAR, IN, OUT, CANCEL, POLLED };

/* Ignored descriptors are left out, as their POLLHUP would never stop. */
static void choose(const struct running *running, struct pollfd *polled)
{
	const struct tunnel *tunnel = running->tunnel;
	const struct flow *up = &running->up, *down = &running->down;
	short far = 0;

	if (!down->ended && is_empty(down))
		far = POLLIN;
	if (!is_empty(up))
		far |= POLLOUT;
	polled[FAR] = (struct pollfd){ far ? tunnel->fd : -1, far, 0 };
	polled[IN] = (struct pollfd){ !up->ended && is_empty(up) &&
		(is_empty(down) || !tunnel->in_turn) ? tunnel->in : -1,
		POLLIN, 0 };
	/* Without events: still reports that the reader has gone. */
	polled[OUT] = (struct pollfd){ down->told ? -1 : tunnel->out,
		is_empty(down) ? 0 : POLLOUT, 0 };
	polled[CANCEL] = (struct pollfd){ tunnel->cancel_fd, POLLIN, 0 };
}

static bool carry(struct running *running, const struct pollfd *polled)
{
	struct flow *up = &running->up, *down = &running->down;
	short out = polled[OUT].revents, far = polled[FAR].revents;

	if (polled[CANCEL].revents)
		return error_set(running->error, ERROR_INTERRUPTED,
			"interrupted");
	if (is_empty(down) && out & (POLLERR | POLLHUP))
		return out_failed(running, EPIPE);
	if (polled[IN].revents && !read_in(running))
		return false;
	/* Also bytes read just now: there is usually room. */
	if (!is_empty(up) && !write_far(running))
		return false;
	if (!is_empty(down))
		return !out || write_out(running);
	return !far || down->ended || !(polled[FAR].events & POLLIN) ||
		!(far & ~POLLOUT) || read_far(running);
}

/* Returns when poll() must end. */
static int64_t next_look(struct running *running, bool reads)
{
	int64_t limit;

	if (!reads)
		running->idle_since = clock_now();
	if (!reads || running->tunnel->idle <= 0)
		return running->deadline;
	limit = running->idle_since + running->tunnel->idle;
	return limit < running->deadline ? limit : running->deadline;
}

/* Ends `in` if it has been idle for too long. */
static void check_idle(struct running *running, const struct pollfd *in)
{
	int idle = running->tunnel->idle;

	if (idle > 0 && in->fd >= 0 && !in->revents &&
		clock_now() >= running->idle_since + idle)
		take_in(running, (struct span){ "", 0 });
}

static bool run(struct running *running)
{
	struct pollfd polled[POLLED];

	running->idle_since = clock_now();
	while (!pass_ends(running) && clock_now() < running->deadline) {
		int timeout;

		choose(running, polled);
		timeout = clock_poll_timeout(next_look(running,
			polled[IN].fd >= 0));
		if (poll(polled, POLLED, timeout) < 0) {
			if (errno == EINTR)
				continue;
			return error_set(running->error, ERROR_CONNECTION,
				"poll: %s", strerror(errno));
		}
		check_idle(running, &polled[IN]);
		if (!carry(running, polled))
			return false;
	}
	if (running->up.lost || !is_empty(&running->up))
		return error_set(running->error, ERROR_CONNECTION, "the far "
			"end closed the connection before all input was sent");
	return true;
}

bool tunnel_run(struct tunnel *tunnel, struct buf *early,
	struct error *error)
{
	struct running running = { .tunnel = tunnel,
		.deadline = CLOCK_NEVER, .error = error };
	struct stat about;
	bool ok;

	tunnel->out_failure = 0;
	running.out_type = tunnel->out_type;
	if (!running.out_type && !fstat(tunnel->out, &about))
		running.out_type = about.st_mode;
	running.chunk = alloc_zeroed(TUNNEL_CHUNK);
	if (early->len && tunnel->show)
		tunnel->show(tunnel->show_arg, &running.down.bytes,
			buf_span(early), false);
	else
		buf_add_span(&running.down.bytes, buf_span(early));
	buf_reset(early);
	ok = run(&running);
	buf_clear(&running.up.bytes);
	buf_clear(&running.down.bytes);
	free(running.chunk);
	return ok;
}
