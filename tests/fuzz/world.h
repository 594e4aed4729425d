/*
 * A world without sockets, files, programs or time: what the code under test
 * asks the system for comes from the input. The linker replaces every function
 * X that is called in src/ by the __wrap_X below (see the Makefile).
 *
 * The input is a list of chunks, separated by FUZZ_WORLD_END. Whatever is asked
 * for next gets the next chunk: a request its reply, a wait something that
 * arrives unasked, a file its content. An empty chunk is silence, up to the
 * timeout, or a missing file. The clock only moves while somebody waits, and
 * threads are coroutines that run while ours waits. So a run takes no time, and
 * two runs of an input are the same.
 */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include "fuzz/fuzz.h"

#include "util/alloc.h"
#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

enum {
	FUZZ_WORLD_END = 0x1c,
	FUZZ_WORLD_INPUT = 16384, /* bytes of an input at most */
	FUZZ_WORLD_PEERS = 16,
	/* So many calls, and nobody reads the output any more. */
	FUZZ_WORLD_CALLS = 20000,
	FUZZ_WORLD_FIBERS = 16,
	FUZZ_WORLD_STACK = 256 * 1024,
};

/* A connection to somebody who says what the input says. */
struct fuzz_peer {
	int fd, other;
	size_t requests;
	size_t owed;  /* answers, by an honest peer */
	bool in_body;
	bool closed;  /* by the peer, after `in` */
	bool shut;    /* by us */
	struct buf in;
};

/* A thread: runs until it waits for something that is not there. */
struct fuzz_fiber {
	ucontext_t context;
	void *stack;
	void *(*run)(void *);
	void *arg;
	void *result;
	bool done;
	struct pollfd waits; /* for bytes */
#ifdef __SANITIZE_THREAD__
	void *tsan;
#endif
};

static struct fuzz_world {
	bool on;
	bool terminal;
	unsigned short columns;
	bool hostile;   /* the input also has the replies to the greeting */
	bool honest;    /* each chunk that is not empty answers one request */
	bool silent;    /* at its end the peer stays connected */
	struct span rest;
	bool ended;     /* `rest` has no more chunks */
	bool stdin_read;  /* its chunk was taken */
	struct span in;   /* what is left of it */
	bool tunnelled; /* somebody spoke SOCKS */
	int64_t time;   /* nanoseconds */
	unsigned calls;
	int raised;
	bool interrupted;
	struct buf out, err;
	int file; /* the last one opened, and still open; or -1 */
	struct fuzz_peer peers[FUZZ_WORLD_PEERS];
	size_t peers_len;
	struct fuzz_fiber fibers[FUZZ_WORLD_FIBERS];
	size_t fibers_len;
	struct fuzz_fiber *fiber; /* that runs; NULL: our own thread */
	ucontext_t own;
#ifdef __SANITIZE_THREAD__
	void *tsan;
#endif
} fuzz_world;

static void fuzz_world_begin(struct span input)
{
	fuzz_world.rest = input;
	fuzz_world.ended = false;
	fuzz_world.stdin_read = false;
	fuzz_world.tunnelled = false;
	fuzz_world.time = (int64_t)1000 * 1000000000;
	fuzz_world.calls = 0;
	fuzz_world.raised = 0;
	fuzz_world.interrupted = false;
	fuzz_world.file = -1;
	fuzz_world.on = true;
}

static void fuzz_world_end(void)
{
	fuzz_world.on = false;
	/* All threads have been joined, and all connections closed. */
	for (size_t i = 0; i < fuzz_world.fibers_len; i++)
		fuzz_assert(fuzz_world.fibers[i].done);
	fuzz_world.fibers_len = 0;
	for (size_t i = 0; i < fuzz_world.peers_len; i++) {
		struct fuzz_peer *peer = &fuzz_world.peers[i];

		fuzz_assert(peer->fd < 0);
		buf_clear(&peer->in);
	}
	fuzz_world.peers_len = 0;
	buf_clear(&fuzz_world.out);
	buf_clear(&fuzz_world.err);
}

/* Whether the output's reader has gone, which ends what runs forever. */
static bool fuzz_world_is_over(void)
{
	fuzz_world.calls++;
	fuzz_assert(fuzz_world.calls < 4 * FUZZ_WORLD_CALLS);
	return fuzz_world.calls > FUZZ_WORLD_CALLS;
}

static bool fuzz_world_next(struct span *chunk)
{
	struct span *rest = &fuzz_world.rest;
	const char *end;

	if (fuzz_world.ended)
		return false;
	end = memchr(rest->at, FUZZ_WORLD_END, rest->len);
	*chunk = (struct span){ rest->at, end ? (size_t)(end - rest->at) :
		rest->len };
	fuzz_world.ended = !end;
	*rest = span_from(*rest, chunk->len + 1);
	return true;
}

#define WRAP(type, name, ...) \
	type __real_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__)

static struct fuzz_peer *fuzz_world_peer(int fd)
{
	for (size_t i = 0; fd >= 0 && i < fuzz_world.peers_len; i++)
		if (fuzz_world.peers[i].fd == fd)
			return &fuzz_world.peers[i];
	return NULL;
}

/* ---- peers */

/* Returns false for silence. */
static bool fuzz_peer_go_on(struct fuzz_peer *peer)
{
	struct span chunk;

	if (!fuzz_world_next(&chunk)) {
		if (fuzz_world.silent || peer->closed)
			return false;
		peer->closed = true;
		return true;
	}
	if (!chunk.len)
		return false;
	buf_add_span(&peer->in, chunk);
	return true;
}

/* An honest peer answers in order, however late. */
static void fuzz_peer_pay(struct fuzz_peer *peer)
{
	while (peer->owed && !fuzz_world.ended)
		peer->owed -= fuzz_peer_go_on(peer);
}

static void fuzz_peer_answer(struct fuzz_peer *peer, struct span line)
{
	static const char greeting[] = "250-PROTOCOLINFO 1\r\n"
		"250-AUTH METHODS=NULL\r\n"
		"250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n";
	static const char sync[] = "GETINFO torctl-sync-";
	size_t number = peer->requests++;
	struct buf reply = BUF_INIT;

	fuzz_peer_pay(peer);
	if (span_starts(line, sync)) {
		struct span key = span_from(line, strlen("GETINFO "));

		/* The input cannot know it. */
		buf_print(&reply, "552 Unrecognized key \"%.*s\"\r\n",
			(int)key.len, key.at);
		buf_add_span(&peer->in, buf_span(&reply));
		buf_clear(&reply);
	} else if (!fuzz_world.hostile && !number &&
		span_starts(line, "PROTOCOLINFO")) {
		buf_add_string(&peer->in, greeting);
	} else if (!fuzz_world.hostile && number == 1 &&
		span_starts(line, "AUTHENTICATE")) {
		buf_add_string(&peer->in, "250 OK\r\n");
	} else {
		peer->owed = fuzz_world.honest;
		if (fuzz_peer_go_on(peer))
			peer->owed = 0;
	}
}

/* Answers each request, once its data block is there. */
static void fuzz_peer_hear(struct fuzz_peer *peer, struct span bytes)
{
	struct span line;

	/* Not the control protocol: SOCKS. */
	if (bytes.len && (unsigned char)bytes.at[0] < ' ') {
		fuzz_world.tunnelled = true;
		fuzz_peer_go_on(peer);
		return;
	}
	while (span_next_line(&bytes, &line)) {
		if (line.len && line.at[line.len - 1] == '\r')
			line.len--;
		if (peer->in_body) {
			peer->in_body = !span_equal(line, ".");
			if (!peer->in_body)
				fuzz_peer_answer(peer, span_of("+"));
		} else if (span_starts(line, "+")) {
			peer->in_body = true;
		} else {
			fuzz_peer_answer(peer, line);
		}
	}
}

static int fuzz_peer_open(void)
{
	struct fuzz_peer *peer;
	int pair[2];

	if (fuzz_world.peers_len == FUZZ_WORLD_PEERS ||
		socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return -1;
	peer = &fuzz_world.peers[fuzz_world.peers_len++];
	*peer = (struct fuzz_peer){ .fd = pair[0], .other = pair[1] };
	return pair[0];
}

/* ---- the system's functions */

int __wrap_socket_connect(const struct sockaddr *to, socklen_t to_len,
	int64_t deadline, int cancel_fd, struct error *error);
int __wrap_socket_connect(const struct sockaddr *to, socklen_t to_len,
	int64_t deadline, int cancel_fd, struct error *error)
{
	int fd = fuzz_peer_open();

	(void)to;
	(void)to_len;
	(void)deadline;
	(void)cancel_fd;
	if (fd < 0) {
		error_set(error, ERROR_CONNECTION, "Connection refused");
		if (error)
			error->status = ECONNREFUSED;
	}
	return fd;
}

WRAP(ssize_t, send, int fd, const void *bytes, size_t len, int flags)
{
	struct fuzz_peer *peer = fuzz_world_peer(fd);

	if (!peer)
		return __real_send(fd, bytes, len, flags);
	if (peer->closed || peer->shut) {
		errno = EPIPE;
		return -1;
	}
	fuzz_peer_hear(peer, (struct span){ bytes, len });
	return (ssize_t)len;
}

/* ---- threads */

static void fuzz_fiber_switch(struct fuzz_fiber *to)
{
	struct fuzz_fiber *from = fuzz_world.fiber;
	int number = errno;

	fuzz_world.fiber = to;
#ifdef __SANITIZE_THREAD__
	if (!from)
		fuzz_world.tsan = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(to ? to->tsan : fuzz_world.tsan, 0);
#endif
	if (swapcontext(from ? &from->context : &fuzz_world.own,
		to ? &to->context : &fuzz_world.own))
		abort();
	errno = number;
}

static void fuzz_fiber_run(void)
{
	struct fuzz_fiber *fiber = fuzz_world.fiber;

	fiber->result = fiber->run(fiber->arg);
	fiber->done = true;
	fuzz_fiber_switch(NULL);
}

/* In a thread: lets ours run until there are bytes, or an end. */
static void fuzz_fiber_wait(int fd)
{
	fuzz_world.fiber->waits = (struct pollfd){ fd, POLLIN, 0 };
	fuzz_fiber_switch(NULL);
}

static int fuzz_world_ready(struct pollfd *polled, nfds_t len);

/* Lets all threads run until each waits. */
static void fuzz_fibers_go_on(void)
{
	for (size_t i = 0; i < fuzz_world.fibers_len; i++) {
		struct fuzz_fiber *fiber = &fuzz_world.fibers[i];

		if (fiber->done || (fiber->waits.fd >= 0 &&
			!fuzz_world_ready(&fiber->waits, 1)))
			continue;
		fuzz_fiber_switch(fiber);
		i = (size_t)-1;
	}
}

WRAP(int, pthread_create, pthread_t *to, const pthread_attr_t *attributes,
	void *(*run)(void *), void *arg)
{
	struct fuzz_fiber *fiber;
	void *stack;

	if (!fuzz_world.on)
		return __real_pthread_create(to, attributes, run, arg);
	if (fuzz_world.fibers_len == FUZZ_WORLD_FIBERS)
		return EAGAIN;
	fiber = &fuzz_world.fibers[fuzz_world.fibers_len++];
	stack = fiber->stack ? fiber->stack : alloc_zeroed(FUZZ_WORLD_STACK);
	*fiber = (struct fuzz_fiber){ .stack = stack, .run = run, .arg = arg,
		.waits.fd = -1 };
#ifdef __SANITIZE_THREAD__
	fiber->tsan = __tsan_create_fiber(0);
#endif
	if (getcontext(&fiber->context))
		abort();
	fiber->context.uc_stack.ss_sp = stack;
	fiber->context.uc_stack.ss_size = FUZZ_WORLD_STACK;
	makecontext(&fiber->context, fuzz_fiber_run, 0);
	*to = (pthread_t)fuzz_world.fibers_len;
	return 0;
}

WRAP(int, pthread_join, pthread_t thread, void **result)
{
	struct fuzz_fiber *fiber;

	if (!fuzz_world.on)
		return __real_pthread_join(thread, result);
	fiber = &fuzz_world.fibers[(size_t)thread - 1];
	fuzz_fibers_go_on();
	fuzz_assert(fiber->done);
	if (result)
		*result = fiber->result;
	return 0;
}

WRAP(int, pthread_detach, pthread_t thread)
{
	return fuzz_world.on ? 0 : __real_pthread_detach(thread);
}

/* ---- reading and writing */

static bool fuzz_peer_is_ready(const struct fuzz_peer *peer)
{
	return peer->in.len || peer->closed || peer->shut;
}

static ssize_t fuzz_peer_read(struct fuzz_peer *peer, void *to, size_t len,
	bool wait)
{
	if (!fuzz_peer_is_ready(peer) && !wait) {
		errno = EAGAIN;
		return -1;
	}
	if (!fuzz_peer_is_ready(peer) && fuzz_world.fiber)
		fuzz_fiber_wait(peer->fd);
	else if (!fuzz_peer_is_ready(peer))
		fuzz_peer_go_on(peer);
	if (len > peer->in.len)
		len = peer->in.len;
	if (len)
		memcpy(to, peer->in.data, len);
	buf_consume(&peer->in, len);
	return (ssize_t)len;
}

/* Standard input is one chunk. */
static struct span fuzz_world_stdin(void)
{
	if (!fuzz_world.stdin_read && !fuzz_world_next(&fuzz_world.in))
		fuzz_world.in = (struct span){ "", 0 };
	fuzz_world.stdin_read = true;
	return fuzz_world.in;
}

static ssize_t fuzz_world_read_stdin(void *to, size_t len)
{
	struct span in = fuzz_world_stdin();

	if (len > in.len)
		len = in.len;
	if (len)
		memcpy(to, in.at, len);
	fuzz_world.in = span_from(in, len);
	return (ssize_t)len;
}

WRAP(ssize_t, recv, int fd, void *to, size_t len, int flags)
{
	struct fuzz_peer *peer = fuzz_world_peer(fd);

	return peer ? fuzz_peer_read(peer, to, len, !(flags & MSG_DONTWAIT)) :
		__real_recv(fd, to, len, flags);
}

WRAP(ssize_t, read, int fd, void *to, size_t len)
{
	struct fuzz_peer *peer = fuzz_world_peer(fd);

	if (fuzz_world.on && fd == STDIN_FILENO)
		return fuzz_world_read_stdin(to, len);
	return peer ? fuzz_peer_read(peer, to, len, true) :
		__real_read(fd, to, len);
}

WRAP(ssize_t, write, int fd, const void *bytes, size_t len)
{
	if (!fuzz_world.on || fd < STDOUT_FILENO || fd > STDERR_FILENO)
		return __real_write(fd, bytes, len);
	if (fd == STDOUT_FILENO && fuzz_world_is_over()) {
		errno = EPIPE;
		return -1;
	}
	buf_add(fd == STDOUT_FILENO ? &fuzz_world.out : &fuzz_world.err,
		bytes, len);
	return (ssize_t)len;
}

WRAP(int, shutdown, int fd, int how)
{
	struct fuzz_peer *peer = fuzz_world_peer(fd);

	if (!peer)
		return __real_shutdown(fd, how);
	peer->shut = peer->shut || how != SHUT_WR;
	return 0;
}

WRAP(int, close, int fd)
{
	struct fuzz_peer *peer = fuzz_world_peer(fd);

	if (peer) {
		__real_close(peer->other);
		peer->fd = -1;
	}
	if (fd == fuzz_world.file)
		fuzz_world.file = -1;
	return __real_close(fd);
}

int __real_poll(struct pollfd *polled, nfds_t len, int timeout);

/* Returns what poll() would now, without waiting. */
static int fuzz_world_ready(struct pollfd *polled, nfds_t len)
{
	int ready = 0;

	for (nfds_t i = 0; i < len; i++) {
		struct pollfd *one = &polled[i];
		struct fuzz_peer *peer = fuzz_world_peer(one->fd);

		one->revents = 0;
		if (peer)
			one->revents = (short)(one->events & (POLLOUT |
				(fuzz_peer_is_ready(peer) ? POLLIN : 0)));
		else if (one->fd >= 0 && one->fd <= STDERR_FILENO)
			one->revents = one->events &
				(one->fd == STDIN_FILENO ? POLLIN : POLLOUT);
		else if (one->fd >= 0)
			__real_poll(one, 1, 0);
		ready += one->revents != 0;
	}
	return ready;
}

/* The peer that somebody may wait for: the last one that is open. */
static struct fuzz_peer *fuzz_world_last(void)
{
	size_t i = fuzz_world.peers_len;

	while (i && (fuzz_world.peers[i - 1].fd < 0 ||
		fuzz_world.peers[i - 1].closed))
		i--;
	return i ? &fuzz_world.peers[i - 1] : NULL;
}

/* Nothing happens until something of the input does, or the wait times out. */
static bool fuzz_world_pass(int timeout)
{
	struct fuzz_peer *peer = fuzz_world_last();
	bool mute = fuzz_world.honest && peer && !peer->owed;

	if (peer && !mute && fuzz_peer_go_on(peer)) {
		peer->owed = 0;
		return false;
	}
	if (timeout < 0 && fuzz_world.ended) {
		/* Somebody who waits forever needs a reason to stop. */
		fuzz_assert(peer);
		peer->closed = true;
	}
	if (timeout > 0)
		fuzz_world.time += (int64_t)timeout * 1000000;
	return timeout >= 0;
}

int __wrap_poll(struct pollfd *polled, nfds_t len, int timeout);
int __wrap_poll(struct pollfd *polled, nfds_t len, int timeout)
{
	bool passed = false;
	int ready;

	if (!fuzz_world.on)
		return __real_poll(polled, len, timeout);
	/* No time passes for a thread that waits for ours. */
	if (fuzz_world.fiber && (!fuzz_world_peer(polled->fd) ||
		(timeout < 0 && !fuzz_world_ready(polled, len))))
		fuzz_fiber_wait(polled->fd);
	/* "wait port" tries to connect until it is interrupted. */
	if (!fuzz_world.fiber && fuzz_world_is_over() && timeout > 0 &&
		len == 1 && polled->fd < 0) {
		fuzz_world.interrupted = true;
		return 1;
	}
	for (;;) {
		if (!fuzz_world.fiber)
			fuzz_fibers_go_on();
		ready = fuzz_world_ready(polled, len);
		if (ready || passed || !timeout)
			return ready;
		passed = fuzz_world_pass(timeout);
	}
}

WRAP(int, clock_gettime, clockid_t clock, struct timespec *now)
{
	/* libFuzzer looks at the other one. */
	if (!fuzz_world.on || clock != CLOCK_MONOTONIC)
		return __real_clock_gettime(clock, now);
	now->tv_sec = (time_t)(fuzz_world.time / 1000000000);
	now->tv_nsec = (long)(fuzz_world.time % 1000000000);
	return 0;
}

WRAP(int, isatty, int fd)
{
	if (!fuzz_world.on)
		return __real_isatty(fd);
	return fd != STDIN_FILENO && fd <= STDERR_FILENO &&
		fuzz_world.terminal;
}

int __wrap_ioctl(int fd, unsigned long request, void *arg);
int __wrap_ioctl(int fd, unsigned long request, void *arg)
{
	struct winsize *size = arg;

	(void)fd;
	if (request != TIOCGWINSZ || !fuzz_world.terminal) {
		errno = ENOTTY;
		return -1;
	}
	*size = (struct winsize){ .ws_row = 24,
		.ws_col = fuzz_world.columns };
	return 0;
}

/* ---- files, which are in memory, and hold the next chunk */

/* Linux. Declared here, since _XOPEN_SOURCE hides it. */
int memfd_create(const char *name, unsigned flags);

static int fuzz_file(int flags)
{
	bool made = flags & O_CREAT;
	struct span chunk = { "", 0 };
	int fd;

	if ((flags & O_ACCMODE) != O_WRONLY && (!fuzz_world_next(&chunk) ||
		!chunk.len) && !made) {
		errno = ENOENT;
		return -1;
	}
	fd = flags & O_DIRECTORY ? -1 : memfd_create("file", 1);
	if (fd >= 0 && (__real_write(fd, chunk.at, chunk.len) < 0 ||
		lseek(fd, 0, SEEK_SET) < 0))
		abort();
	fuzz_world.file = fd;
	return fd;
}

#define WRAP_OPEN(name) \
	int __real_##name(const char *path, int flags, ...); \
	int __wrap_##name(const char *path, int flags, ...); \
	int __wrap_##name(const char *path, int flags, ...) \
	{ \
		va_list args; \
		unsigned mode; \
		\
		va_start(args, flags); \
		mode = flags & O_CREAT ? va_arg(args, unsigned) : 0; \
		va_end(args); \
		return fuzz_world.on && strcmp(path, "/dev/null") ? \
			fuzz_file(flags) : __real_##name(path, flags, mode); \
	}
WRAP_OPEN(open)
WRAP_OPEN(open64)

#define WRAP_FOPEN(name) \
	WRAP(FILE *, name, const char *path, const char *mode) \
	{ \
		int fd; \
		\
		/* libFuzzer writes what it finds. */ \
		if (!fuzz_world.on || *mode != 'r') \
			return __real_##name(path, mode); \
		fd = fuzz_file(O_RDONLY); \
		return fd < 0 ? NULL : fdopen(fd, mode); \
	}
WRAP_FOPEN(fopen)
WRAP_FOPEN(fopen64)

#define WRAP_MKSTEMP(name) \
	WRAP(int, name, char *path) \
	{ \
		return fuzz_world.on ? fuzz_file(O_CREAT | O_WRONLY) : \
			__real_##name(path); \
	}
WRAP_MKSTEMP(mkstemp)
WRAP_MKSTEMP(mkstemp64)

/* The only file is the one that is open. */
#define WRAP_LSTAT(name) \
	WRAP(int, name, const char *path, struct stat *about) \
	{ \
		if (!fuzz_world.on) \
			return __real_##name(path, about); \
		if (fuzz_world.file >= 0) \
			return fstat(fuzz_world.file, about); \
		errno = ENOENT; \
		return -1; \
	}
WRAP_LSTAT(lstat)
WRAP_LSTAT(lstat64)

/* Without effect, and without a use of the real one outside the world. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#define WRAP_NOTHING(type, name, result, ...) \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__) \
	{ \
		errno = EAGAIN; \
		return result; \
	}
WRAP_NOTHING(pid_t, fork, -1, void)
WRAP_NOTHING(pid_t, vfork, -1, void)
WRAP_NOTHING(int, posix_spawn, EAGAIN, pid_t *pid, const char *path,
	const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attributes, char *const argv[],
	char *const environment[])
WRAP_NOTHING(FILE *, popen, NULL, const char *command, const char *mode)
/* 3: GLOB_NOMATCH */
WRAP_NOTHING(int, glob, 3, const char *pattern, int flags,
	int (*failed)(const char *path, int number), void *found)
WRAP_NOTHING(int, glob64, 3, const char *pattern, int flags,
	int (*failed)(const char *path, int number), void *found)
WRAP_NOTHING(int, prctl, 0, int option, unsigned long value)
#pragma GCC diagnostic pop

WRAP(int, kill, pid_t pid, int number)
{
	return fuzz_world.on ? 0 : __real_kill(pid, number);
}

WRAP(int, raise, int number)
{
	if (!fuzz_world.on)
		return __real_raise(number);
	fuzz_world.raised = number;
	return 0;
}

WRAP(char *, mkdtemp, char *path)
{
	return fuzz_world.on ? path : __real_mkdtemp(path);
}

WRAP(int, mkdir, const char *path, mode_t mode)
{
	return fuzz_world.on ? 0 : __real_mkdir(path, mode);
}

WRAP(int, unlink, const char *path)
{
	return fuzz_world.on ? 0 : __real_unlink(path);
}

WRAP(int, unlinkat, int fd, const char *path, int flags)
{
	return fuzz_world.on ? 0 : __real_unlinkat(fd, path, flags);
}

WRAP(int, rename, const char *from, const char *to)
{
	return fuzz_world.on ? 0 : __real_rename(from, to);
}

WRAP(int, link, const char *from, const char *to)
{
	return fuzz_world.on ? 0 : __real_link(from, to);
}

WRAP(int, dup2, int from, int to)
{
	return fuzz_world.on ? to : __real_dup2(from, to);
}

/* ---- their forms that check sizes, where the compiler uses them */

#define FORTIFIED(type, name, call, ...) \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__) \
	{ \
		(void)size; \
		return call; \
	}
FORTIFIED(ssize_t, __read_chk, __wrap_read(fd, to, len), int fd, void *to,
	size_t len, size_t size)
FORTIFIED(ssize_t, __recv_chk, __wrap_recv(fd, to, len, flags), int fd,
	void *to, size_t len, size_t size, int flags)
FORTIFIED(int, __poll_chk, __wrap_poll(polled, len, timeout),
	struct pollfd *polled, nfds_t len, int timeout, size_t size)

int __wrap___open64_2(const char *path, int flags);
int __wrap___open64_2(const char *path, int flags)
{
	return __wrap_open64(path, flags);
}

#endif
