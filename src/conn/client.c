/* A control connection: blocking requests, and events read by a thread. */
#include "conn/client.h"

#include "conn/client_state.h"
#include "conn/crypto.h"
#include "proto/peer.h"
#include "proto/redact.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/encode.h"
#include "util/pipe.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool start_thread(struct client *client, struct error *error)
{
	sigset_t all, old;
	int result;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	result = pthread_create(&client->thread, NULL, reader_run, client);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (result)
		error_set(error, ERROR_CONNECTION,
			"cannot start a thread: %s", strerror(result));
	return !result;
}

static void client_destroy(struct client *client)
{
	close(client->fd);
	pipe_close(client->wake);
	pthread_mutex_destroy(&client->turn);
	pthread_mutex_destroy(&client->lock);
	pthread_cond_destroy(&client->changed);
	buf_clear(&client->slot.reply);
	buf_clear(&client->late.reply);
	buf_clear(&client->first);
	buf_clear(&client->window);
	buf_clear(&client->message);
	buf_clear(&client->without_logins);
	queue_clear(&client->queue);
	queue_clear(&client->incoming);
	error_clear(&client->lost_error);
	free(client);
}

struct client *client_new(int fd, const struct client_config *config,
	struct error *error)
{
	struct client *client = alloc_zeroed(sizeof(*client));

	client->fd = fd;
	client->process = getpid();
	client->config = *config;
	client->output_fd = -1;
	client->slot.reply.secret = true;
	client->late.reply.secret = true;
	client->window.secret = true;
	client->message.secret = true;
	pthread_mutex_init(&client->turn, NULL);
	pthread_mutex_init(&client->lock, NULL);
	pthread_cond_init(&client->changed, NULL);
	if (!pipe_open(client->wake)) {
		error_set(error, ERROR_CONNECTION, "pipe: %s",
			strerror(errno));
		goto fail;
	}
	if (start_thread(client, error))
		return client;
fail:
	client_destroy(client);
	return NULL;
}

bool client_check_process(const struct client *client, struct error *error)
{
	return client->process == getpid() || error_set(error,
		ERROR_CONNECTION, "the connection belongs to the parent "
		"process; connect again after fork()");
}

/* Frees what the threads of the parent could not be changing at the fork. */
static void abandon(struct client *client)
{
	close(client->fd);
	pipe_close(client->wake);
	free(client);
}

void client_free(struct client *client)
{
	if (!client)
		return;
	if (!client_check_process(client, NULL)) {
		abandon(client);
		return;
	}
	pthread_mutex_lock(&client->lock);
	client->closing = true;
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->lock);
	shutdown(client->fd, SHUT_RDWR);
	pthread_join(client->thread, NULL);
	client_destroy(client);
}

void client_hang_up(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	client->closing = true;
	if (!client->lost) {
		client->lost = true;
		error_set(&client->lost_error, ERROR_CONNECTION,
			"the connection was closed locally");
	}
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->lock);
	/* The reader wakes all waiting threads. */
	shutdown(client->fd, SHUT_RDWR);
}

bool client_wake(struct client *client)
{
	bool ring = !client->woken;

	client->woken = true;
	return ring;
}

void client_ring(struct client *client)
{
	/* The pipe never holds more than two bytes, so this cannot block. */
	while (write(client->wake[1], "", 1) < 0 && errno == EINTR)
		;
}

bool client_unwake(struct client *client)
{
	bool hush = client->woken;

	client->woken = false;
	return hush;
}

void client_hush(struct client *client)
{
	char byte;

	while (read(client->wake[0], &byte, 1) < 0 && errno == EINTR)
		;
}

void client_sync_renew(struct client_sync *sync)
{
	static const char prefix[] = "torctl-sync-";
	unsigned char secret[(sizeof(sync->key) - sizeof(prefix)) / 2];
	struct buf key = BUF_INIT;

	crypto_random(secret, sizeof(secret));
	buf_add_string(&key, prefix);
	encode_add_hex(&key, secret, sizeof(secret));
	memcpy(sync->key, buf_text(&key), sizeof(sync->key));
	buf_clear(&key);
}

bool client_sync_matches(const struct client_sync *sync, struct span line)
{
	char answer[sizeof(sync->key) + 32];

	snprintf(answer, sizeof(answer), "552 Unrecognized key \"%s\"",
		sync->key);
	return *sync->key && span_equal(line, answer);
}

void client_set_timeout(struct client *client, int timeout)
{
	pthread_mutex_lock(&client->lock);
	client->config.timeout = timeout;
	pthread_mutex_unlock(&client->lock);
}

void client_set_limit(struct client *client, int64_t limit)
{
	pthread_mutex_lock(&client->lock);
	client->config.limit = limit;
	pthread_mutex_unlock(&client->lock);
}

int64_t client_deadline(const struct client_config *config)
{
	int64_t deadline = clock_deadline(config->timeout);

	return config->limit && config->limit < deadline ? config->limit :
		deadline;
}

void client_set_cancel(struct client *client, int cancel_fd)
{
	client->config.cancel_fd = cancel_fd;
}

void client_set_output(struct client *client, int output_fd)
{
	client->output_fd = output_fd;
}

void client_keep_events(struct client *client, bool keep)
{
	if (!client_check_process(client, NULL))
		return;
	pthread_mutex_lock(&client->lock);
	client->keep_events = keep;
	pthread_mutex_unlock(&client->lock);
}

void client_trust(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	client->trusted = true;
	pthread_mutex_unlock(&client->lock);
}

bool client_connected(struct client *client)
{
	bool lost;

	if (!client_check_process(client, NULL))
		return false;
	pthread_mutex_lock(&client->lock);
	lost = client->lost;
	pthread_mutex_unlock(&client->lock);
	return !lost;
}

bool client_lost_error(const struct client *client, struct error *error)
{
	return error_set(error, client->lost_error.kind, "%s",
		client->lost_error.text);
}

void client_trace(const struct client *client, bool sent, struct span bytes)
{
	struct buf shown = BUF_INIT;
	struct span line;
	bool hidden = false;

	while (client->config.trace && span_next_line(&bytes, &line)) {
		buf_reset(&shown);
		hidden = redact_add_next(&shown, line, hidden);
		client->config.trace(client->config.trace_arg, sent,
			buf_span(&shown));
	}
	buf_clear(&shown);
}

/*
 * Waits until the reader thread wakes us. A deadline in the past only finds out
 * whether the wait is to end: if events arrive faster than they are taken, it
 * would never notice.
 */
static bool await_wake(struct client *client, int64_t deadline,
	struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = client->wake[0], .events = POLLIN },
		{ .fd = client->config.cancel_fd, .events = POLLIN },
		{ .fd = client->output_fd },
	};
	int ready;

	do {
		ready = poll(wait, 3, clock_poll_timeout(deadline));
	} while (ready < 0 && errno == EINTR);
	if (ready < 0)
		return error_set(error, ERROR_CONNECTION, "poll: %s",
			strerror(errno));
	if (wait[1].revents || wait[2].revents)
		return error_set(error, ERROR_INTERRUPTED, "interrupted");
	return ready || error_set(error, ERROR_TIMEOUT, "timed out");
}

static bool is_cancelled(struct client *client)
{
	struct error error = ERROR_INIT;
	bool cancelled = !await_wake(client, 0, &error) &&
		error.kind == ERROR_INTERRUPTED;

	error_clear(&error);
	return cancelled;
}

/* Returns whether the reader has not handled all that has arrived. */
static bool is_behind(struct client *client)
{
	struct pollfd unread = { .fd = client->fd, .events = POLLIN };
	bool behind;

	pthread_mutex_lock(&client->lock);
	behind = !client->lost &&
		(client->busy || poll(&unread, 1, 0) > 0) &&
		queue_size(&client->queue) <= CLIENT_QUEUE_MAX;
	pthread_mutex_unlock(&client->lock);
	return behind;
}

void client_catch_up(struct client *client)
{
	int64_t end = clock_deadline(CLIENT_CATCH_UP);

	while (is_behind(client) && clock_now() < end)
		poll(NULL, 0, CLIENT_CATCH_UP_PAUSE);
}

bool client_wait(struct client *client, int64_t deadline,
	struct error *error)
{
	bool found, lost, hush, late = false;

	for (;;) {
		pthread_mutex_lock(&client->lock);
		found = client->queue.count > 0;
		lost = client->lost;
		hush = !found && !lost && client_unwake(client);
		if (!found && lost)
			client_lost_error(client, error);
		pthread_mutex_unlock(&client->lock);
		if (hush)
			client_hush(client);
		if (found && is_cancelled(client))
			return error_set(error, ERROR_INTERRUPTED,
				"interrupted");
		if (found || lost)
			return found;
		if (await_wake(client, deadline, error))
			continue;
		if (late || clock_now() < deadline)
			return false;
		error_clear(error);
		client_catch_up(client);
		late = true;
	}
}

/* Under `lock`. */
static void take_all(struct client *client, struct queue *events)
{
	struct queue emptied = *events;

	*events = client->queue;
	client->queue = emptied;
	buf_reset(&client->queue.bytes);
	client->queue.head = 0;
}

/* Under `lock`. */
static void take_first(struct client *client, size_t count,
	struct queue *events)
{
	struct queue_event event;

	while (count-- && queue_take(&client->queue, &event)) {
		queue_add(events, event.raw);
		queue_commit(events, event.time);
	}
}

static uint64_t take_events(struct client *client, bool earlier,
	struct queue *events)
{
	uint64_t dropped;
	bool hush;

	pthread_mutex_lock(&client->lock);
	if (earlier && client->earlier < client->queue.count)
		take_first(client, client->earlier, events);
	else
		take_all(client, events);
	client->earlier = 0;
	dropped = client->dropped;
	client->dropped = 0;
	hush = !client->queue.count && !client->lost && client_unwake(client);
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->lock);
	if (hush)
		client_hush(client);
	return dropped;
}

uint64_t client_take_events(struct client *client, struct queue *events)
{
	return take_events(client, false, events);
}

uint64_t client_take_earlier(struct client *client, struct queue *events)
{
	return take_events(client, true, events);
}

int client_wake_fd(const struct client *client)
{
	return client->wake[0];
}

char *client_describe_peer(struct client *client)
{
	char *what = NULL;

	pthread_mutex_lock(&client->lock);
	if (!client->spoken)
		what = peer_describe(buf_span(&client->first), false);
	pthread_mutex_unlock(&client->lock);
	return what;
}
