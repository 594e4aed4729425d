/* Requests and their replies, one at a time, on a control connection. */
#include "conn/client.h"

#include "conn/client_state.h"
#include "conn/socket.h"
#include "proto/reply.h"
#include "proto/request.h"
#include "util/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Polling interval in milliseconds while waiting for the sink to return. */
enum { EXCHANGE_SINK_PAUSE = 20 };

/* How a reply is handled. */
struct manner {
	bool collect; /* keep all of it */
	bool late;    /* keep a late reply, see client_ask() */
	bool echoes;  /* see struct client_slot */
	bool body;    /* the same */
	client_sink *sink;
	void *arg;
};

/* Prepares the slot for a reply; returns false if the connection is lost. */
static bool open_slot(struct client *client, const struct manner *manner,
	struct error *error)
{
	struct client_slot *slot = &client->slot;
	bool ok;

	pthread_mutex_lock(&client->lock);
	ok = !client->lost;
	if (ok) {
		slot->active = true;
		slot->done = false;
		slot->refused = false;
		slot->syncing = client->out_of_step;
		slot->collect = manner->collect;
		slot->echoes = manner->echoes;
		slot->body = manner->body;
		if (slot->syncing) {
			client_sync_renew(&slot->sync);
			client->sync = slot->sync;
		}
		slot->serial++;
		slot->paused = 0;
		slot->sink = manner->sink;
		slot->sink_arg = manner->arg;
		pthread_cond_broadcast(&client->changed);
	} else {
		client_lost_error(client, error);
	}
	pthread_mutex_unlock(&client->lock);
	return ok;
}

/* Keeps the reply of the slot: it is still to come, or came just now. */
static void keep_late(struct client *client)
{
	struct client_slot *slot = &client->slot;
	struct client_late *late = &client->late;

	if (late->wanted && !late->done)
		return;
	buf_clear(&late->reply);
	*late = (struct client_late){
		.wanted = true,
		.done = slot->done,
		.syncing = slot->syncing,
		.sync = slot->sync,
		.serial = slot->serial,
		.reply = slot->reply,
	};
	slot->reply = (struct buf)BUF_INIT_SECRET;
}

/* The sink's data belong to the caller, so the sink must have returned. */
static void close_slot(struct client *client, bool done, bool late)
{
	bool ring = false;

	pthread_mutex_lock(&client->lock);
	while (client->slot.in_sink)
		pthread_cond_wait(&client->changed, &client->lock);
	client->slot.active = false;
	client->echo_lost = client->echo_lost ||
		(!done && client->slot.echoes);
	if (late)
		keep_late(client);
	buf_clear(&client->slot.reply);
	/* The wait for the reply also consumed the wake-up for other news. */
	if (client->queue.count || client->lost)
		ring = client_wake(client);
	pthread_mutex_unlock(&client->lock);
	if (ring)
		client_ring(client);
}

/* A partial command was sent, so the connection is unusable. */
static void give_up(struct client *client, const struct error *reason)
{
	pthread_mutex_lock(&client->lock);
	/* A peer that closed may have said why: the reader will find out. */
	if (!client->lost && reason->kind != ERROR_CONNECTION) {
		client->lost = true;
		error_set(&client->lost_error, ERROR_CONNECTION,
			"control connection closed: a command was only "
				"partly sent (%s)", reason->text);
	}
	pthread_mutex_unlock(&client->lock);
	shutdown(client->fd, SHUT_RDWR);
}

/*
 * While the reader guards, no reply reaches anybody. If the key's answer has
 * not come by now, a filter hides it.
 */
static void end_if_guarding(struct client *client)
{
	bool guarding;

	pthread_mutex_lock(&client->lock);
	guarding = client->guarding;
	if (guarding && !client->lost) {
		client->lost = true;
		error_set(&client->lost_error, ERROR_CONNECTION,
			CLIENT_NO_END);
	}
	pthread_mutex_unlock(&client->lock);
	if (guarding)
		shutdown(client->fd, SHUT_RDWR);
}

/*
 * Sends the key after a request that was refused. What arrives before its
 * answer, the reader drops. If the request failed, the next one brings a key.
 */
static void send_sync_if_due(struct client *client, bool ok, int64_t deadline)
{
	struct error error = ERROR_INIT;
	struct buf line = BUF_INIT;

	pthread_mutex_lock(&client->lock);
	if (client->sync_due && ok)
		buf_print(&line, "GETINFO %s\r\n", client->sync.key);
	client->sync_due = false;
	pthread_mutex_unlock(&client->lock);
	if (line.len)
		client_trace(client, true, buf_span(&line));
	if (line.len && !socket_send(client->fd, line.data, line.len, deadline,
		client->config.cancel_fd, &error))
		give_up(client, &error);
	error_clear(&error);
	buf_clear(&line);
}

static bool send_request(struct client *client, struct span wire,
	int64_t deadline, struct error *error)
{
	struct buf sync = BUF_INIT;
	bool ok;

	if (client->out_of_step) {
		buf_print(&sync, "GETINFO %s\r\n", client->slot.sync.key);
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

/* Returns whether time in the sink has extended a deadline that seems over. */
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

/* The state of a wait for a reply. */
struct waiting {
	bool done, lost, in_sink, refused;
	int64_t limit;
};

/* Checks the slot; takes the reply's bytes if it is done. */
static struct waiting look_at_slot(struct client *client, int64_t deadline,
	struct buf *bytes, struct error *error)
{
	struct client_slot *slot = &client->slot;
	struct waiting now;
	bool hush;

	pthread_mutex_lock(&client->lock);
	hush = client_unwake(client);
	now = (struct waiting){ slot->done, client->lost, slot->in_sink,
		slot->refused, deadline == CLOCK_NEVER ? deadline :
		deadline + slot->paused };
	if (now.done) {
		*bytes = slot->reply;
		slot->reply = (struct buf)BUF_INIT_SECRET;
	} else if (now.lost) {
		client_lost_error(client, error);
	}
	pthread_mutex_unlock(&client->lock);
	if (hush)
		client_hush(client);
	return now;
}

/* Waits until the slot is done; takes the reply's bytes. */
static bool await_reply(struct client *client, int64_t deadline,
	struct buf *bytes, struct error *error)
{
	bool late = false;

	for (;;) {
		struct waiting now = look_at_slot(client, deadline, bytes,
			error);

		if (now.done || now.lost)
			return now.done;
		if (now.refused)
			return error_set(error, ERROR_FILE,
				"cannot write the output");
		/* Time in the sink is not counted, so check again after it. */
		if (now.in_sink)
			now.limit = clock_deadline(EXCHANGE_SINK_PAUSE);
		if (socket_wait(client->wake[0], POLLIN, now.limit,
			now.in_sink ? -1 : client->config.cancel_fd, error) ||
			now.in_sink)
			continue;
		if (error->kind == ERROR_TIMEOUT &&
			time_is_left(client, deadline))
			continue;
		if (late || error->kind != ERROR_TIMEOUT)
			return false;
		client_catch_up(client);
		late = true;
	}
}

/* Rewrites a timeout to say what timed out. */
static void explain_timeout(struct client *client, struct span wire,
	int timeout, struct error *error)
{
	char *what = client_describe_peer(client);
	struct span line, verb;

	span_next_line(&wire, &line);
	span_next_word(&line, &verb);
	if (what)
		error_set(error, ERROR_TIMEOUT, "%s", what);
	else
		error_set(error, ERROR_TIMEOUT,
			"no reply to %.*s within %g s", (int)verb.len, verb.at,
			timeout / 1000.0);
	free(what);
}

static bool take_turn(struct client *client, struct span wire,
	const struct manner *manner, struct buf *bytes, struct error *error)
{
	struct error failure = ERROR_INIT;
	int64_t deadline;
	int timeout;
	bool ok;

	pthread_mutex_lock(&client->lock);
	timeout = client->config.timeout;
	deadline = client_deadline(&client->config);
	pthread_mutex_unlock(&client->lock);
	if (!open_slot(client, manner, error))
		return false;
	ok = send_request(client, wire, deadline, &failure);
	/* A peer that closed may have said why: the reader knows. */
	if (ok || failure.kind == ERROR_CONNECTION)
		ok = await_reply(client, deadline, bytes, &failure);
	close_slot(client, ok, !ok && manner->late &&
		(failure.kind == ERROR_TIMEOUT ||
		failure.kind == ERROR_INTERRUPTED));
	client->out_of_step = !ok;
	send_sync_if_due(client, ok, deadline);
	if (!ok && failure.kind == ERROR_TIMEOUT) {
		explain_timeout(client, wire, timeout, &failure);
		end_if_guarding(client);
	}
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

static bool perform(struct client *client, struct request *request,
	const struct manner *manner, struct reply *reply, struct error *error)
{
	struct buf bytes = BUF_INIT_SECRET;
	struct manner own = *manner;
	bool ok;

	reply_clear(reply);
	if (!client_check_process(client, error) ||
		!request_finish(request, error))
		return false;
	own.echoes = request_may_echo(request);
	own.body = request_has_body(request);
	pthread_mutex_lock(&client->turn);
	ok = take_turn(client, buf_span(&request->wire), &own, &bytes, error);
	pthread_mutex_unlock(&client->turn);
	ok = ok && reply_parse(reply, &bytes, error);
	buf_clear(&bytes);
	return ok;
}

bool client_request(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	const struct manner manner = { .collect = true, .sink = client->tap,
		.arg = client->tap_arg };

	return perform(client, request, &manner, reply, error);
}

bool client_stream(struct client *client, struct request *request,
	client_sink *sink, void *arg, struct reply *reply,
	struct error *error)
{
	const struct manner manner = { .sink = sink, .arg = arg };

	return perform(client, request, &manner, reply, error);
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

/* Hides the reply from the tap and fails if it is an error. */
static bool command(struct client *client, struct request *request, bool late,
	struct reply *reply, struct error *error)
{
	const struct manner manner = { .collect = true, .late = late };
	struct reply own = REPLY_INIT;
	bool ok;

	if (!reply)
		reply = &own;
	ok = perform(client, request, &manner, reply, error) &&
		reply_check(reply, error);
	reply_clear(&own);
	return ok;
}

bool client_own_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	return command(client, request, false, reply, error);
}

bool client_ask(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	return command(client, request, true, reply, error);
}

bool client_take_late(struct client *client, struct reply *reply,
	struct error *error)
{
	struct client_late *late = &client->late;
	struct buf bytes = BUF_INIT_SECRET;
	bool done;

	reply_clear(reply);
	pthread_mutex_lock(&client->lock);
	done = late->done;
	if (done) {
		bytes = late->reply;
		*late = (struct client_late){ .reply = BUF_INIT_SECRET };
	} else if (client->lost) {
		client_lost_error(client, error);
	} else {
		error_set(error, late->wanted ? ERROR_TIMEOUT :
			ERROR_CONNECTION, late->wanted ?
			"the reply has not arrived yet" :
			"no reply is pending");
	}
	pthread_mutex_unlock(&client->lock);
	done = done && reply_parse(reply, &bytes, error) &&
		reply_check(reply, error);
	buf_clear(&bytes);
	return done;
}

void client_tap(struct client *client, client_sink *sink, void *arg)
{
	client->tap = sink;
	client->tap_arg = arg;
}
