/* A control connection: blocking requests, and events read in background. */
#include "conn/client.h"

#include "conn/client_state.h"
#include "conn/socket.h"
#include "proto/peer.h"
#include "proto/redact.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How often a wait that is over looks whether the sink has returned. */
enum { CLIENT_SINK_PAUSE = 20 };

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
	if (client->wake[0] >= 0) {
		close(client->wake[0]);
		close(client->wake[1]);
	}
	pthread_mutex_destroy(&client->lock);
	pthread_cond_destroy(&client->changed);
	buf_clear(&client->slot.reply);
	buf_clear(&client->first);
	buf_clear(&client->window);
	buf_clear(&client->message);
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
	client->config = *config;
	client->wake[0] = -1;
	client->slot.reply.secret = true;
	client->window.secret = true;
	client->message.secret = true;
	pthread_mutex_init(&client->lock, NULL);
	pthread_cond_init(&client->changed, NULL);
	if (pipe(client->wake) < 0) {
		client->wake[0] = -1;
		error_set(error, ERROR_CONNECTION, "pipe: %s",
			strerror(errno));
		goto fail;
	}
	fcntl(client->wake[0], F_SETFD, FD_CLOEXEC);
	fcntl(client->wake[1], F_SETFD, FD_CLOEXEC);
	if (start_thread(client, error))
		return client;
fail:
	client_destroy(client);
	return NULL;
}

void client_free(struct client *client)
{
	if (!client)
		return;
	pthread_mutex_lock(&client->lock);
	client->closing = true;
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->lock);
	shutdown(client->fd, SHUT_RDWR);
	pthread_join(client->thread, NULL);
	client_destroy(client);
}

void client_wake(struct client *client)
{
	if (client->woken)
		return;
	client->woken = true;
	/* The pipe is empty here, so this cannot block. */
	while (write(client->wake[1], "", 1) < 0 && errno == EINTR)
		;
}

/* Under `lock`. */
static void client_unwake(struct client *client)
{
	char byte;

	if (!client->woken)
		return;
	while (read(client->wake[0], &byte, 1) < 0 && errno == EINTR)
		;
	client->woken = false;
}

void client_set_timeout(struct client *client, int timeout)
{
	client->config.timeout = timeout;
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

	pthread_mutex_lock(&client->lock);
	lost = client->lost;
	pthread_mutex_unlock(&client->lock);
	return !lost;
}

/* Under `lock`: why there is no connection any more. */
static bool lost_error(const struct client *client, struct error *error)
{
	return error_set(error, client->lost_error.kind, "%s",
		client->lost_error.text);
}

void client_trace(const struct client *client, bool sent, struct span bytes)
{
	struct buf shown = BUF_INIT;
	struct span line;

	while (client->config.trace && span_next_line(&bytes, &line)) {
		buf_reset(&shown);
		redact_add(&shown, line);
		client->config.trace(client->config.trace_arg, sent,
			buf_span(&shown));
	}
	buf_clear(&shown);
}

/* Makes the slot ready to be fulfilled; false when there is no connection. */
static bool open_slot(struct client *client, bool collect, client_sink *sink,
	void *arg, struct error *error)
{
	struct client_slot *slot = &client->slot;
	bool ok;

	pthread_mutex_lock(&client->lock);
	ok = !client->lost;
	if (ok) {
		slot->active = true;
		slot->done = false;
		slot->syncing = client->out_of_step;
		slot->collect = collect;
		slot->serial++;
		slot->paused = 0;
		slot->sink = sink;
		slot->sink_arg = arg;
		pthread_cond_broadcast(&client->changed);
	} else {
		lost_error(client, error);
	}
	pthread_mutex_unlock(&client->lock);
	return ok;
}

/* The sink's data are the caller's: it must not be running any more. */
static void close_slot(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	while (client->slot.in_sink)
		pthread_cond_wait(&client->changed, &client->lock);
	client->slot.active = false;
	buf_clear(&client->slot.reply);
	/* The wait for the reply has taken the byte of what else has come. */
	if (client->queue.count || client->lost)
		client_wake(client);
	pthread_mutex_unlock(&client->lock);
}

/* Half a command is on its way: nothing can be sent after it. */
static void give_up(struct client *client, const struct error *reason)
{
	pthread_mutex_lock(&client->lock);
	/* A peer that closes may have said why: the reader will know. */
	if (!client->lost && reason->kind != ERROR_CONNECTION) {
		client->lost = true;
		error_set(&client->lost_error, ERROR_CONNECTION,
			"the control connection was given up: only half of a "
			"command could be sent (%s)", reason->text);
	}
	pthread_mutex_unlock(&client->lock);
	shutdown(client->fd, SHUT_RDWR);
}

static bool send_request(struct client *client, struct span wire,
	int64_t deadline, struct error *error)
{
	struct buf sync = BUF_INIT;
	bool ok;

	if (client->out_of_step) {
		buf_print(&sync, "GETINFO " CLIENT_SYNC_KEY "\r\n",
			(unsigned long long)client->slot.serial);
		client_trace(client, true, buf_span(&sync));
	}
	client_trace(client, true, wire);
	ok = (!sync.len || socket_send(client->fd, sync.data, sync.len,
		deadline, client->config.cancel_fd, error)) &&
		socket_send(client->fd, wire.at, wire.len, deadline,
		client->config.cancel_fd, error);
	buf_clear(&sync);
	if (!ok)
		give_up(client, error);
	return ok;
}

/* Whether a wait that has timed out was for less than there is by now. */
static bool time_is_left(struct client *client, int64_t deadline)
{
	const struct client_slot *slot = &client->slot;
	bool left;

	pthread_mutex_lock(&client->lock);
	left = slot->done || slot->in_sink ||
		clock_now() < deadline + slot->paused;
	pthread_mutex_unlock(&client->lock);
	return left;
}

/* Waits until the slot is done; takes the reply's bytes. */
static bool await_reply(struct client *client, int64_t deadline,
	struct buf *bytes, struct error *error)
{
	struct client_slot *slot = &client->slot;
	bool in_sink, done, lost;
	int64_t limit;

	for (;;) {
		pthread_mutex_lock(&client->lock);
		client_unwake(client);
		in_sink = slot->in_sink;
		done = slot->done;
		lost = client->lost;
		limit = deadline == CLOCK_NEVER ? deadline :
			deadline + slot->paused;
		if (done) {
			*bytes = slot->reply;
			slot->reply = (struct buf)BUF_INIT_SECRET;
		} else if (lost) {
			lost_error(client, error);
		}
		pthread_mutex_unlock(&client->lock);
		if (done || lost)
			return done;
		/* Time in the sink is not counted: look again after it. */
		if (in_sink)
			limit = clock_deadline(CLIENT_SINK_PAUSE);
		if (socket_wait(client->wake[0], POLLIN, limit, in_sink ? -1 :
			client->config.cancel_fd, error) || in_sink)
			continue;
		if (error->kind != ERROR_TIMEOUT ||
			!time_is_left(client, deadline))
			return false;
	}
}

/* Says of a timeout what timed out. */
static void explain_timeout(struct client *client, struct span wire,
	struct error *error)
{
	char *what = client_describe_peer(client);
	struct span verb;

	span_next_word(&wire, &verb);
	while (verb.len && (verb.at[verb.len - 1] == '\r' ||
		verb.at[verb.len - 1] == '\n'))
		verb.len--;
	if (what)
		error_set(error, ERROR_TIMEOUT, "%s", what);
	else
		error_set(error, ERROR_TIMEOUT,
			"no reply to %.*s within %g s", (int)verb.len, verb.at,
			client->config.timeout / 1000.0);
	free(what);
}

static bool perform(struct client *client, struct request *request,
	bool collect, client_sink *sink, void *arg, struct reply *reply,
	struct error *error)
{
	int64_t deadline = clock_deadline(client->config.timeout);
	struct buf bytes = BUF_INIT_SECRET;
	struct error failure = ERROR_INIT;
	struct span wire;
	bool ok;

	reply_clear(reply);
	if (!request_finish(request, error))
		return false;
	wire = buf_span(&request->wire);
	if (!open_slot(client, collect, sink, arg, error))
		return false;
	ok = send_request(client, wire, deadline, &failure);
	/* A peer that closes may have said why: the reader knows. */
	if (ok || failure.kind == ERROR_CONNECTION)
		ok = await_reply(client, deadline, &bytes, &failure);
	close_slot(client);
	client->out_of_step = !ok;
	if (!ok && failure.kind == ERROR_TIMEOUT)
		explain_timeout(client, wire, &failure);
	ok = ok && reply_parse(reply, &bytes, &failure);
	buf_clear(&bytes);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

bool client_request(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	return perform(client, request, true, client->tap, client->tap_arg,
		reply, error);
}

bool client_stream(struct client *client, struct request *request,
	client_sink *sink, void *arg, struct reply *reply,
	struct error *error)
{
	return perform(client, request, false, sink, arg, reply, error);
}

bool client_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	struct reply own = REPLY_INIT;
	bool ok;

	if (!reply)
		reply = &own;
	ok = client_request(client, request, reply, error) &&
		reply_check(reply, error);
	reply_clear(&own);
	return ok;
}

bool client_own_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	client_sink *tap = client->tap;
	bool ok;

	client->tap = NULL;
	ok = client_command(client, request, reply, error);
	client->tap = tap;
	return ok;
}

void client_tap(struct client *client, client_sink *sink, void *arg)
{
	client->tap = sink;
	client->tap_arg = arg;
}

bool client_wait(struct client *client, int64_t deadline,
	struct error *error)
{
	bool found, lost;

	for (;;) {
		pthread_mutex_lock(&client->lock);
		found = client->queue.count > 0;
		lost = client->lost;
		if (!found && lost)
			lost_error(client, error);
		else if (!found)
			client_unwake(client);
		pthread_mutex_unlock(&client->lock);
		if (found || lost)
			return found;
		if (!socket_wait(client->wake[0], POLLIN, deadline,
			client->config.cancel_fd, error))
			return false;
	}
}

uint64_t client_take_events(struct client *client, struct queue *events)
{
	struct queue emptied = *events;
	uint64_t dropped;

	pthread_mutex_lock(&client->lock);
	*events = client->queue;
	client->queue = emptied;
	buf_reset(&client->queue.bytes);
	client->queue.head = 0;
	dropped = client->dropped;
	client->dropped = 0;
	if (!client->lost)
		client_unwake(client);
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->lock);
	return dropped;
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
