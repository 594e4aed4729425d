/*
 * A control connection: requests, several of which may be pending, and events.
 */
#include "conn/connection.h"

#include "conn/ahead.h"
#include "conn/connection_inside.h"
#include "conn/own_thread.h"
#include "conn/pending.h"
#include "conn/reader.h"
#include "conn/sender.h"
#include "conn/waiter.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/condition.h"
#include "util/forks.h"
#include "util/pipe.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the connection */

struct connection *connection_new(const struct transport_link *link,
	const struct connection_config *config)
{
	struct connection *connection = alloc_zeroed(sizeof(*connection));

	connection->link = *link;
	connection->fd = link->fd;
	connection->generation = forks_generation();
	connection->config = *config;
	connection->heard = connection->sent = clock_now();
	connection->end = &connection->first;
	connection->ahead_end = &connection->ahead;
	connection->unsent.secret = true;
	connection->kick[0] = connection->kick[1] = -1;
	connection->signal[0] = connection->signal[1] = -1;
	incoming_init(&connection->incoming, link->fd);
	pthread_mutex_init(&connection->lock, NULL);
	condition_init(&connection->idle);
	return connection;
}

/* Frees what the threads of the parent could not be changing at the fork. */
static void leave_to_parent(struct connection *connection)
{
	close(connection->fd);
	pipe_close(connection->kick);
	pipe_close(connection->signal);
	free(connection);
}

void connection_free(struct connection *connection)
{
	if (!connection)
		return;
	if (!connection_check_process(connection, NULL)) {
		leave_to_parent(connection);
		return;
	}
	shutdown(connection->fd, SHUT_RDWR);
	own_thread_end(connection);
	while (connection->subscriptions)
		connection_unsubscribe(connection, connection->subscriptions);
	connection->step = ULONG_MAX;
	ahead_forget(connection);
	while (connection->first)
		pending_end_first(connection, PENDING_UNANSWERED);
	pending_free(connection->late);
	close(connection->fd);
	if (connection->link.end)
		connection->link.end(connection->link.arg);
	pipe_close(connection->kick);
	pipe_close(connection->signal);
	incoming_clear(&connection->incoming);
	queue_clear(&connection->events);
	buf_clear(&connection->without_logins);
	buf_clear(&connection->unsent);
	error_clear(&connection->lost_error);
	pthread_cond_destroy(&connection->idle);
	pthread_mutex_destroy(&connection->lock);
	free(connection);
}

int connection_fd(const struct connection *connection)
{
	return connection->fd;
}

bool connection_read_on(struct connection *connection, struct error *error)
{
	int why;

	if (!connection_check_process(connection, error))
		return false;
	why = own_thread_start(connection);
	return !why || error_set(error, ERROR_CONNECTION,
		"cannot start a thread: %s", strerror(why));
}

void connection_hang_up(struct connection *connection)
{
	struct error error = ERROR_INIT;

	if (!connection_check_process(connection, NULL))
		return;
	error_set(&error, ERROR_CONNECTION,
		"the connection was closed locally");
	pthread_mutex_lock(&connection->lock);
	waiter_set_lost(connection, &error);
	pthread_mutex_unlock(&connection->lock);
	/* Ends the reader's poll. */
	shutdown(connection->fd, SHUT_RDWR);
}

bool connection_check_process(const struct connection *connection,
	struct error *error)
{
	return connection->generation == forks_generation() || error_set(error,
		ERROR_CONNECTION, "the connection belongs to the parent "
		"process; connect again after fork()");
}

void connection_set_timeout(struct connection *connection, int timeout)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	connection->config.timeout = timeout;
	pthread_mutex_unlock(&connection->lock);
}

int64_t connection_set_limit(struct connection *connection, int64_t limit)
{
	int64_t before;

	if (!connection_check_process(connection, NULL))
		return 0;
	pthread_mutex_lock(&connection->lock);
	before = connection->config.limit;
	connection->config.limit = limit;
	pthread_mutex_unlock(&connection->lock);
	return before;
}

int64_t connection_deadline(const struct connection_config *config)
{
	int64_t deadline = clock_deadline(config->timeout);

	return config->limit && config->limit < deadline ? config->limit :
		deadline;
}

void connection_set_cancel(struct connection *connection, int cancel_fd)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	connection->config.cancel_fd = cancel_fd;
	pthread_mutex_unlock(&connection->lock);
}

void connection_trust(struct connection *connection)
{
	connection->incoming.trusted = true;
}

/*
 * Reads what has arrived, without waiting, unless another thread reads. Returns
 * whether there was anything.
 */
static bool look(struct connection *connection)
{
	struct waiter waiter = { .any = true };
	struct pollfd wait = { .fd = -1 };

	if (!connection_check_process(connection, NULL))
		return false;
	pthread_mutex_lock(&connection->lock);
	/*
	 * Replies to requests sent ahead arrive between events: keep the order.
	 */
	if (!connection->lost && !connection->ahead &&
		waiter_may_read(connection, NULL)) {
		waiter_begin(connection, &waiter);
		waiter_wait(connection, &waiter, &wait, 1, 0);
		waiter_end(connection, &waiter);
	}
	pthread_mutex_unlock(&connection->lock);
	return wait.revents && !connection->lost;
}

void connection_catch_up(struct connection *connection)
{
	int64_t deadline = clock_deadline(CONNECTION_CATCH_UP);

	while (look(connection) && clock_now() < deadline)
		;
}

bool connection_connected(struct connection *connection)
{
	bool lost;

	if (!connection_check_process(connection, NULL))
		return false;
	look(connection);
	pthread_mutex_lock(&connection->lock);
	lost = connection->lost;
	pthread_mutex_unlock(&connection->lock);
	return !lost;
}

/* ---- requests */

/* Rewrites a failure to say what timed out, and what may still happen. */
static void explain(struct connection *connection,
	const struct connection_pending *pending, bool sent,
	struct error *error)
{
	char *what = error->kind == ERROR_TIMEOUT ?
		connection_describe_peer(connection) : NULL;

	if (what)
		error_set(error, ERROR_TIMEOUT, "%s", what);
	else if (error->kind == ERROR_TIMEOUT)
		error_set(error, ERROR_TIMEOUT, sent ?
			"no reply to %s within %g s" :
			"%s was not sent within %g s",
			pending->verb, pending->timeout / 1000.0);
	if (pending->partly_sent)
		error_append(error, "; Tor may still carry out %s",
			pending->verb);
	free(what);
}

/* Sends a prepared request; frees it on failure. */
static struct connection_pending *start(struct connection *connection,
	struct connection_pending *pending, struct request *request,
	struct error *error)
{
	struct span wire;
	struct error failure = ERROR_INIT;
	struct connection_pending *ahead = NULL;
	bool ok;

	if (!connection_check_process(connection, error) ||
		!request_finish(request, error)) {
		pending_free(pending);
		return NULL;
	}
	wire = buf_span(&request->wire);
	pending_describe(pending, request);
	if (!pending->keep)
		ahead = ahead_claim(connection, pending, wire);
	if (ahead)
		return ahead;
	ok = sender_begin(connection, pending, &failure);
	if (ok) {
		ok = sender_send(connection, pending, wire, &failure);
		if (!ok || !pending->echoes)
			sender_end(connection);
	}
	if (ok)
		return pending;
	explain(connection, pending, false, &failure);
	error_move(error, &failure);
	pending_free(pending);
	return NULL;
}

/* Ends a request during which nothing else was sent. */
static void end_echo(struct connection *connection, bool ok, int64_t deadline,
	int cancel_fd)
{
	bool need_key;

	pthread_mutex_lock(&connection->lock);
	need_key = ok && connection->guarding && connection->need_key;
	pthread_mutex_unlock(&connection->lock);
	if (need_key) {
		sender_add_key(connection);
		sender_flush(connection, deadline, cancel_fd, NULL);
	}
	sender_end(connection);
}

/* No reply can be matched, because a filter hides the key's answer. */
static void end_guard(struct connection *connection)
{
	struct error error = ERROR_INIT;

	if (!connection->guarding || clock_now() < connection->guard_end)
		return;
	sync_key_refuse_filter(&error);
	waiter_set_lost(connection, &error);
	shutdown(connection->fd, SHUT_RDWR);
}

/* Waits until `pending` has its reply. Requires `lock`. */
static bool await_reply(struct connection *connection,
	struct connection_pending *pending, struct error *error)
{
	struct waiter waiter = { .pending = pending };
	bool ok;

	waiter_begin(connection, &waiter);
	ok = error->kind == ERROR_NONE && waiter_await(connection, &waiter,
		pending->deadline, pending->cancel_fd, error) &&
		pending->state == PENDING_DONE;
	if (ok) {
		pthread_mutex_unlock(&connection->lock);
		ahead_hand_over(connection, pending);
		pthread_mutex_lock(&connection->lock);
	}
	if (pending->stopped)
		ok = error_set(error, ERROR_FILE, "cannot write the output");
	else if (pending->state == PENDING_UNANSWERED)
		ok = error_set(error, ERROR_TIMEOUT, "no reply to %s",
			pending->verb);
	else if (!ok)
		explain(connection, pending, true, error);
	if (error->kind == ERROR_TIMEOUT)
		end_guard(connection);
	if (!pending_is_over(pending))
		pending_abandon(connection, pending);
	waiter_end(connection, &waiter);
	return ok;
}

/* Waits for the reply and frees `pending`. */
static bool finish(struct connection *connection,
	struct connection_pending *pending, struct reply *reply,
	struct error *error)
{
	struct buf bytes = BUF_INIT_SECRET;
	struct error failure = ERROR_INIT;
	bool ok, over, echoes = pending->echoes;
	int64_t deadline = pending->deadline;
	int cancel_fd = pending->cancel_fd;

	error_move(&failure, &pending->failure);
	pthread_mutex_lock(&connection->lock);
	ok = await_reply(connection, pending, &failure);
	over = pending_is_over(pending);
	pthread_mutex_unlock(&connection->lock);
	if (ok) {
		bytes = pending->reply;
		pending->reply = (struct buf)BUF_INIT_SECRET;
	}
	if (over)
		pending_free(pending);
	if (echoes)
		end_echo(connection, ok, deadline, cancel_fd);
	if (ok)
		ok = reply_parse(reply, &bytes, &failure);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	buf_clear(&bytes);
	return ok;
}

static bool is_withheld(const struct connection *connection,
	struct request *request)
{
	const struct connection_config *config = &connection->config;

	return config->withhold && request_finish(request, NULL) &&
		config->withhold(config->withhold_arg,
		buf_span(&request->wire));
}

static bool pretend(struct reply *reply, struct error *error)
{
	struct buf bytes = BUF_INIT;

	buf_add_string(&bytes, "250 OK\r\n");
	return reply_parse(reply, &bytes, error);
}

/* Sends a prepared request and waits for its reply. */
static bool perform(struct connection *connection,
	struct connection_pending *pending, struct request *request,
	struct reply *reply, struct error *error)
{
	reply_clear(reply);
	if (is_withheld(connection, request)) {
		pending_free(pending);
		return pretend(reply, error);
	}
	pending = start(connection, pending, request, error);
	return pending && finish(connection, pending, reply, error);
}

bool connection_request(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	return perform(connection,
		pending_new(true, connection->tap, connection->tap_arg), request,
		reply, error);
}

bool connection_stream(struct connection *connection, struct request *request,
	connection_sink *sink, void *arg, struct reply *reply,
	struct error *error)
{
	return perform(connection, pending_new(false, sink, arg), request, reply,
		error);
}

struct connection_pending *connection_send(struct connection *connection,
	struct request *request, connection_sink *sink, void *arg,
	struct error *error)
{
	return start(connection, pending_new(!sink, sink, arg), request,
		error);
}

bool connection_finish(struct connection *connection,
	struct connection_pending *pending, struct reply *reply,
	struct error *error)
{
	reply_clear(reply);
	if (!connection_check_process(connection, error))
		return false;
	pthread_mutex_lock(&connection->lock);
	/* Waiting for earlier requests does not count. */
	if (connection->first != pending)
		pending->deadline = connection_deadline(&connection->config);
	pthread_mutex_unlock(&connection->lock);
	return finish(connection, pending, reply, error);
}

/* Fails if the reply is an error; `reply` may be NULL. */
static bool command(struct connection *connection,
	struct connection_pending *pending, struct request *request,
	struct reply *reply, struct error *error)
{
	struct reply own = REPLY_INIT;
	bool ok;

	if (!reply)
		reply = &own;
	ok = perform(connection, pending, request, reply, error) &&
		reply_check(reply, error);
	reply_clear(&own);
	return ok;
}

bool connection_command(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	return command(connection,
		pending_new(true, connection->tap, connection->tap_arg), request,
		reply, error);
}

bool connection_own_command(struct connection *connection,
	struct request *request, struct reply *reply, struct error *error)
{
	return command(connection, pending_new(true, NULL, NULL), request, reply,
		error);
}

bool connection_ask(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	struct connection_pending *pending = pending_new(true, NULL, NULL);

	pending->keep = true;
	return command(connection, pending, request, reply, error);
}

bool connection_take_late(struct connection *connection, struct reply *reply,
	struct error *error)
{
	struct buf bytes = BUF_INIT_SECRET;
	struct connection_pending *late;
	bool done;

	reply_clear(reply);
	if (!connection_check_process(connection, error))
		return false;
	look(connection);
	pthread_mutex_lock(&connection->lock);
	late = connection->late;
	done = late && late->state == PENDING_DONE;
	if (done) {
		bytes = late->reply;
		late->reply = (struct buf)BUF_INIT_SECRET;
		pending_free(late);
		connection->late = NULL;
	} else if (connection->lost) {
		waiter_set_lost_error(connection, error);
	} else {
		error_set(error, late ? ERROR_TIMEOUT : ERROR_CONNECTION, late ?
			"the reply has not arrived yet" :
			"no reply is pending");
	}
	pthread_mutex_unlock(&connection->lock);
	done = done && reply_parse(reply, &bytes, error) &&
		reply_check(reply, error);
	buf_clear(&bytes);
	return done;
}

void connection_tap(struct connection *connection, connection_sink *sink,
	void *arg)
{
	connection->tap = sink;
	connection->tap_arg = arg;
}

/* ---- events */

/* Under `lock`. */
static void link_subscription(struct connection *connection,
	struct subscription *subscription)
{
	struct subscription **place = &connection->subscriptions;

	if (subscription->linked)
		return;
	while (*place)
		place = &(*place)->next;
	subscription->linked = true;
	*place = subscription;
}

static void copy_names(struct strv *to, const struct strv *from)
{
	strv_clear(to);
	for (size_t i = 0; from && i < from->len; i++)
		strv_add(to, from->items[i]);
}

/*
 * Lists the names of all subscriptions, each once; the first list is unchanged,
 * so that Tor checks it. Under `lock`.
 */
static void list_names(const struct connection *connection,
	const struct subscription *changing, struct strv *all)
{
	for (const struct subscription *next = connection->subscriptions; next;
		next = next->next) {
		const struct strv *names = next == changing ? &next->asked :
			&next->names;
		bool first = !all->len;

		for (size_t i = 0; i < names->len; i++)
			if (first || !strv_has_nocase(all, names->items[i]))
				strv_add(all, names->items[i]);
	}
}

bool connection_subscribe(struct connection *connection,
	struct subscription *subscription, const struct strv *names,
	struct reply *reply, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct strv all = STRV_INIT;
	struct request request;
	bool ok;

	if (!connection_check_process(connection, error))
		return false;
	pthread_mutex_lock(&connection->lock);
	if (!waiter_take_turn(connection, &connection->subscribing,
			connection_deadline(&connection->config),
			connection->config.cancel_fd, &failure)) {
		pthread_mutex_unlock(&connection->lock);
		return error_move(error, &failure);
	}
	link_subscription(connection, subscription);
	/* An event may arrive before the reply. */
	copy_names(&subscription->asked, names);
	list_names(connection, subscription, &all);
	pthread_mutex_unlock(&connection->lock);
	request_init(&request, "SETEVENTS");
	for (size_t i = 0; i < all.len; i++)
		request_add_word(&request, all.items[i]);
	ok = reply ? connection_command(connection, &request, reply, error) :
		connection_own_command(connection, &request, NULL, error);
	request_clear(&request);
	strv_clear(&all);
	pthread_mutex_lock(&connection->lock);
	if (ok) {
		strv_clear(&subscription->names);
		subscription->names = subscription->asked;
		subscription->asked = (struct strv)STRV_INIT;
	}
	strv_clear(&subscription->asked);
	waiter_end_turn(connection, &connection->subscribing);
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

void connection_note_names(struct connection *connection,
	struct subscription *subscription, const struct strv *names)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	copy_names(&subscription->names, names);
	pthread_mutex_unlock(&connection->lock);
}

bool connection_has_name(struct connection *connection, const char *name)
{
	const struct subscription *next = NULL;

	if (!connection_check_process(connection, NULL))
		return false;
	pthread_mutex_lock(&connection->lock);
	for (next = connection->subscriptions; next; next = next->next)
		if (strv_has_nocase(&next->names, name))
			break;
	pthread_mutex_unlock(&connection->lock);
	return next;
}

void connection_unsubscribe(struct connection *connection,
	struct subscription *subscription)
{
	struct subscription **place = &connection->subscriptions;

	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	while (*place && *place != subscription)
		place = &(*place)->next;
	if (*place)
		*place = subscription->next;
	subscription->next = NULL;
	subscription->linked = false;
	if (connection->signals == subscription)
		connection->signals = NULL;
	own_thread_wake(connection);
	pthread_mutex_unlock(&connection->lock);
}

void connection_listen(struct connection *connection,
	struct subscription *subscription)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	link_subscription(connection, subscription);
	pthread_mutex_unlock(&connection->lock);
}

/*
 * If events arrive faster than they are taken, no wait would notice the loss.
 */
static bool is_cancelled(int cancel_fd)
{
	struct pollfd cancel = { .fd = cancel_fd, .events = POLLIN };

	return cancel_fd >= 0 && poll(&cancel, 1, 0) > 0;
}

bool connection_wait(struct connection *connection,
	struct subscription *subscription, int64_t deadline,
	struct error *error)
{
	struct waiter waiter = { .subscription = subscription };
	struct error failure = ERROR_INIT;
	int cancel_fd;
	bool ok;

	if (!connection_check_process(connection, error))
		return false;
	pthread_mutex_lock(&connection->lock);
	cancel_fd = connection->config.cancel_fd;
	waiter_begin(connection, &waiter);
	ok = waiter_await(connection, &waiter, deadline, cancel_fd, &failure);
	waiter_end(connection, &waiter);
	if (ok && subscription->ended)
		ok = error_set(&failure, ERROR_CONNECTION,
			"too many events arrived");
	pthread_mutex_unlock(&connection->lock);
	if (ok && is_cancelled(cancel_fd))
		ok = error_set(&failure, ERROR_INTERRUPTED, "interrupted");
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

uint64_t connection_take_events(struct connection *connection,
	struct subscription *subscription, size_t limit, struct queue *events)
{
	struct queue_event event;
	uint64_t dropped;

	if (!connection_check_process(connection, NULL))
		return 0;
	pthread_mutex_lock(&connection->lock);
	if (limit < subscription->queue.count || events->count) {
		while (limit-- && queue_take(&subscription->queue, &event)) {
			queue_add(events, event.raw);
			queue_commit(events, event.time);
		}
	} else {
		struct buf memory = events->bytes;

		*events = subscription->queue;
		subscription->queue = (struct queue){ .bytes = memory };
		buf_reset(&subscription->queue.bytes);
	}
	dropped = subscription->dropped;
	subscription->dropped = 0;
	waiter_wake_ready(connection);
	own_thread_wake(connection);
	pthread_mutex_unlock(&connection->lock);
	return dropped;
}

void connection_keep_events(struct connection *connection,
	struct subscription *subscription, bool keep)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	subscription->keep = keep;
	pthread_mutex_unlock(&connection->lock);
}

int connection_poll(struct connection *connection, struct pollfd *fds,
	size_t count, int timeout, bool *news)
{
	struct pollfd wait[CONNECTION_POLL_MAX + 1] = { { .fd = -1 } };
	int64_t deadline = clock_deadline(timeout);
	struct waiter waiter = { .any = true };
	int ready, why;

	*news = false;
	if (!connection_check_process(connection, NULL)) {
		errno = EBADF;
		return -1;
	}
	for (size_t i = 0; i < count; i++)
		wait[i + 1] = fds[i];
	pthread_mutex_lock(&connection->lock);
	waiter_begin(connection, &waiter);
	do {
		ready = waiter_wait(connection, &waiter, wait, count + 1,
			deadline);
		why = errno;
		*news = connection->lost || connection->heard_report ||
			waiter_is_ready(connection, &waiter);
		connection->heard_report = false;
	} while (!ready && !*news && clock_now() < deadline);
	waiter_end(connection, &waiter);
	pthread_mutex_unlock(&connection->lock);
	for (size_t i = 0; i < count; i++)
		fds[i].revents = ready > 0 ? wait[i + 1].revents : 0;
	errno = why;
	return ready;
}

int connection_events_fd(struct connection *connection,
	struct subscription *subscription)
{
	int fd;

	if (!connection_check_process(connection, NULL)) {
		errno = EBADF;
		return -1;
	}
	pthread_mutex_lock(&connection->lock);
	if (connection->signal[0] >= 0 || pipe_open(connection->signal))
		connection->signals = subscription;
	fd = connection->signal[0];
	waiter_wake_ready(connection);
	pthread_mutex_unlock(&connection->lock);
	return fd;
}

bool connection_is_helped(struct connection *connection)
{
	return connection->incoming.helped;
}

char *connection_describe_peer(struct connection *connection)
{
	return connection_check_process(connection, NULL) ?
		incoming_describe_peer(&connection->incoming) : NULL;
}
