/* Sending of requests, and of the keys that accompany them. */
#include "conn/sender.h"

#include "conn/pending.h"
#include "conn/reader.h"
#include "conn/waiter.h"
#include "conn/watchdog.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

bool sender_begin(struct connection *connection,
	struct connection_pending *pending, struct error *error)
{
	bool ok;

	pthread_mutex_lock(&connection->lock);
	pending->timeout = connection->config.timeout;
	pending->cancel_fd = connection->config.cancel_fd;
	pending->deadline = connection_deadline(&connection->config);
	if (connection->lost)
		ok = waiter_set_lost_error(connection, error);
	else if (connection->in_sink && pthread_equal(connection->sink_thread,
		pthread_self()))
		ok = error_set(error, ERROR_USAGE, "a request cannot be sent "
			"while a reply is passed on");
	else
		ok = waiter_take_turn(connection, &connection->sending,
			pending->deadline, pending->cancel_fd, error);
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

void sender_end(struct connection *connection)
{
	pthread_mutex_lock(&connection->lock);
	watchdog_note_sent(connection);
	waiter_end_turn(connection, &connection->sending);
	pthread_mutex_unlock(&connection->lock);
}

/* For a Tor, or a relay in between, that accepts no more until we read. */
static bool await_room(struct connection *connection, int64_t deadline,
	int cancel_fd, struct error *error)
{
	struct waiter waiter = { .role = false };
	struct pollfd wait[] = {
		{ .fd = -1 },
		{ .fd = connection->fd, .events = POLLOUT },
		{ .fd = cancel_fd, .events = POLLIN },
	};
	int ready = 0, why = 0;
	bool ok;

	pthread_mutex_lock(&connection->lock);
	waiter_begin(connection, &waiter);
	do {
		ready = waiter_wait(connection, &waiter, wait, 3, deadline);
		why = errno;
	} while ((!ready || (ready < 0 && why == EINTR)) &&
		!connection->lost && clock_now() < deadline);
	waiter_end(connection, &waiter);
	if (connection->lost)
		ok = waiter_set_lost_error(connection, error);
	else if (ready < 0)
		ok = error_set(error, ERROR_CONNECTION, "poll: %s",
			strerror(why));
	else if (!ready)
		ok = error_set(error, ERROR_TIMEOUT, "timed out");
	else
		ok = !wait[2].revents || error_set(error, ERROR_INTERRUPTED,
			"interrupted");
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

bool sender_flush(struct connection *connection, int64_t deadline,
	int cancel_fd, struct error *error)
{
	struct buf *unsent = &connection->unsent;
	struct error failure = ERROR_INIT;
	size_t sent = 0;
	bool ok = true;

	while (ok && sent < unsent->len) {
		ssize_t done = send(connection->fd, unsent->data + sent,
			unsent->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (done >= 0)
			sent += (size_t)done;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			ok = await_room(connection, deadline, cancel_fd,
				&failure);
		else if (errno != EINTR)
			ok = error_set(&failure, ERROR_CONNECTION,
				"control connection lost: %s",
				strerror(errno));
	}
	/* What it sent before can still be read. */
	if (failure.kind == ERROR_CONNECTION)
		shutdown(connection->fd, SHUT_RDWR);
	buf_consume(unsent, sent);
	return ok || error_move(error, &failure);
}

static void add_unsent(struct connection *connection, struct span wire)
{
	reader_trace(connection, true, wire);
	buf_add_span(&connection->unsent, wire);
}

/* Returns whether it is only a probe. */
static bool enqueue_key(struct connection *connection,
	struct connection_pending *key, bool probe)
{
	pthread_mutex_lock(&connection->lock);
	key->probe = probe && !connection->need_key && !connection->first;
	pending_enqueue(connection, key);
	connection->need_key = false;
	pthread_mutex_unlock(&connection->lock);
	return key->probe;
}

static void add_key(struct connection *connection, bool probe)
{
	struct connection_pending *key = alloc_zeroed(sizeof(*key));
	struct buf line = BUF_INIT;

	sync_key_make(&key->key);
	buf_print(&line, "GETINFO %s\r\n", key->key.text);
	if (enqueue_key(connection, key, probe))
		buf_add_span(&connection->unsent, buf_span(&line));
	else
		add_unsent(connection, buf_span(&line));
	buf_clear(&line);
}

void sender_add_key(struct connection *connection)
{
	add_key(connection, false);
}

void sender_probe(struct connection *connection)
{
	struct buf *unsent = &connection->unsent;
	ssize_t sent;

	add_key(connection, true);
	sent = send(connection->fd, unsent->data, unsent->len,
		MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent > 0)
		buf_consume(unsent, (size_t)sent);
}

size_t sender_add(struct connection *connection,
	struct connection_pending *pending, struct span wire)
{
	bool need_key;
	size_t before;

	pthread_mutex_lock(&connection->lock);
	/*
	 * Otherwise other requests may get no reply, or echoed text as theirs.
	 */
	need_key = connection->need_key || (pending->echoes &&
		connection->first && (!connection->first->probe ||
		connection->first->next));
	pthread_mutex_unlock(&connection->lock);
	if (need_key)
		sender_add_key(connection);
	before = connection->unsent.len;
	pthread_mutex_lock(&connection->lock);
	pending_enqueue(connection, pending);
	pthread_mutex_unlock(&connection->lock);
	add_unsent(connection, wire);
	if (pending->unsure)
		sender_add_key(connection);
	return connection->unsent.len - before;
}

static bool take_back(struct connection *connection,
	struct connection_pending *pending)
{
	bool ok;

	pthread_mutex_lock(&connection->lock);
	ok = pending_take_back(connection, pending);
	if (ok && connection->stream == pending) {
		connection->stream = NULL;
		if (!connection->reading)
			waiter_pass_on(connection, NULL);
	}
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

bool sender_send(struct connection *connection,
	struct connection_pending *pending, struct span wire,
	struct error *error)
{
	struct error *failure = &pending->failure;
	struct buf *unsent = &connection->unsent;
	size_t added = sender_add(connection, pending, wire);

	if (sender_flush(connection, pending->deadline, pending->cancel_fd,
		failure))
		return true;
	if (failure->kind == ERROR_CONNECTION) {
		/*
		 * A peer that closed may have sent the reason: reading shows
		 * it.
		 */
		error_clear(failure);
	} else if (unsent->len >= added && take_back(connection, pending)) {
		buf_truncate(unsent, unsent->len - added);
		return error_move(error, failure);
	} else {
		pending->partly_sent = true;
	}
	return true;
}
