/* A control connection: requests, several of them under way, and events. */
#include "conn/connection.h"

#include "conn/crypto.h"
#include "conn/incoming.h"
#include "conn/socket.h"
#include "proto/event.h"
#include "proto/redact.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/condition.h"
#include "util/encode.h"
#include "util/forks.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	/* Replies longer than this are not wiped: bulk data is not secret. */
	CONNECTION_SECRET_MAX = 1024 * 1024,
	/* How long to read on at a deadline: torctl itself may have stopped. */
	CONNECTION_CATCH_UP = 500,
	/* How long the answer to a key may take after a refusal. */
	CONNECTION_GUARD = 500,
	/* How long the own thread stays away after somebody else has read. */
	CONNECTION_LINGER = 5,
	/* How long to sleep while somebody else's sink does not return. */
	CONNECTION_SINK_PAUSE = 20,
	/* Refusals with this code repeat at most the command's name. */
	CONNECTION_UNRECOGNIZED = 510,
	/* Tor reads this much at a time, and acknowledges each part. */
	CONNECTION_BATCH = 4096,
};

/* Why a connection is closed when no answer to a sync key can come. */
#define CONNECTION_NO_END "connection closed: a control-port filter hides " \
	"where the last reply ends"

/*
 * A GETINFO key that Tor does not have: its answer shows where, among all that
 * arrives, the replies to earlier requests end. It is random, since Tor repeats
 * what it refuses: the text of an earlier request could hold any other answer.
 */
struct sync {
	char key[sizeof("torctl-sync-") + 32];
};

struct connection_pending {
	struct connection_pending *next;
	struct sync sync; /* of a sync, which nobody waits for; else empty */
	bool collect;     /* keep the whole reply, not only its last line */
	bool keep;        /* keep a late reply, see connection_ask() */
	bool echoes;      /* a refusal may hold line ends of the request */
	bool alone;       /* nothing else is sent until it is finished, since it
			     echoes or Tor may not answer it */
	bool body;        /* it has several lines */
	bool ahead; /* others may be waited for first, see connection_send() */
	bool partly_sent; /* when sending it failed */
	bool done;
	bool unanswered;  /* the answer to a later sync has come instead */
	bool stopped;     /* the sink wants no more */
	atomic_bool abandoned; /* nobody waits any more */
	connection_sink *sink;
	void *sink_arg;
	int timeout, cancel_fd; /* as they were when it was sent */
	int64_t deadline; /* of one that is ahead: if it is the first by then */
	char *verb;       /* for errors */
	struct error failure; /* of sending it */
	struct buf reply;
	size_t lines;

	/* Sent ahead of its turn, see connection_send_ahead(). */
	struct connection_pending *next_ahead;
	unsigned long step;
	struct buf wire;
	connection_sink
		*ahead_sink;	 /* gets the reply when its turn has come, */
	bool last_line;          /* and the caller the last line only */
};

/* What only one thread at a time may do. Protected by the client's `lock`. */
struct turn {
	bool taken;
	pthread_t thread; /* that has it */
};

/*
 * A thread that waits: for a reply, for its turn, for the events of one
 * subscription, or if all are NULL for those of any. It is in the list, and
 * holds the role or sleeps.
 */
struct waiter {
	struct waiter *next;
	struct connection_pending *pending;
	struct turn *turn;
	struct subscription *subscription;
	bool role; /* it is the one that reads */
	bool asleep;
	bool has_wake;
	pthread_cond_t wake; /* wakes it if it has no cancel descriptor, */
	int ring[2];         /* else a byte in this pipe does */
};

struct connection {
	int fd;
	struct connection_config config;
	unsigned generation; /* see connection_check_process() */

	/* Used only by who has `sending`. */
	struct buf unsent; /* what is still to be sent, before anything else */

	/* Protects what follows; never held across I/O that may block. */
	pthread_mutex_t lock;
	/*
	 * Taken to append requests to the queue and send them, so that the
	 * place in the queue is the place on the wire.
	 */
	struct turn sending;
	struct turn subscribing; /* taken during SETEVENTS, before `sending` */
	struct connection_pending *first,
		**end; /* in the order of the replies */
	struct waiter *waiters;
	bool reading;      /* somebody has the role, */
	atomic_bool at_rest; /* has taken apart all and waits for more */
	/* Where parsing stopped, see may_read(). */
	struct connection_pending *stream;
	int64_t paused;    /* milliseconds spent in sinks so far */
	bool in_sink;      /* in this thread: */
	pthread_t sink_thread;
	bool need_sync;    /* a reply may come that is not by its place */
	bool sync_due;     /* a request that echoes was refused */
	bool echo_lost;    /* a request that Tor may echo timed out */
	/* See connection_ask(); it may be in the queue. */
	struct connection_pending *late;
	bool lost;
	struct error lost_error;
	struct subscription *subscriptions;

	/* Sent ahead; their turn has not come. */
	struct connection_pending *ahead, **ahead_end;
	unsigned long step; /* whose turn it is */
	bool large; /* so was the last reply, see CONNECTION_AHEAD_LARGE */

	struct subscription *signals; /* see connection_events_fd() */
	int signal[2];
	bool signalled;

	/* The own thread, see connection_read_on(). */
	bool has_thread, closing;
	pthread_t thread;
	pthread_cond_t idle;   /* it waits for this while others read */
	unsigned long turns;   /* how often somebody began to wait */
	int64_t busy_until;
	bool idling;           /* it waits without a deadline */
	bool polling, kicked;  /* it polls; a byte in `kick` ends that */
	int kick[2];

	/* Used only by the program's thread. */
	connection_sink *tap;
	void *tap_arg;

	/* Used only by who has the role. */
	struct incoming incoming;
	struct queue events;      /* that are not yet handed over */
	/* Whose reply is coming; NULL: drop it. */
	struct connection_pending *current;
	bool in_event;            /* the block being read belongs to an event */
	bool in_reply;
	bool refused;             /* the reply has an error line */
	bool guarding; /* drop all lines until the answer to a sync */
	int64_t guard_end;        /* when that should have come; under `lock` */
	struct buf
		without_logins; /* lines of the window, see connection_config */
};

/* ---- sync keys */

static void sync_renew(struct sync *sync)
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

static bool sync_matches(const struct sync *sync, struct span line)
{
	char answer[sizeof(sync->key) + 32];

	snprintf(answer, sizeof(answer), "552 Unrecognized key \"%s\"",
		sync->key);
	return *sync->key && span_equal(line, answer);
}

/*
 * Tor refuses an unknown command in these words. Filters between us and Tor
 * refuse with the same code in other words, and would refuse the sync key
 * likewise.
 */
static bool is_of_filter(struct span line)
{
	return span_starts(line, "510 ") &&
		!span_starts(line, "510 Unrecognized command");
}

/*
 * The answer to the sync key would show where replies to earlier requests end;
 * so what follows could be taken for an answer to anything.
 */
static bool refuse_filter(struct error *error)
{
	return error_set(error, ERROR_CONNECTION, CONNECTION_NO_END);
}

/* Takes the line end off. */
static struct span without_end(struct span line)
{
	if (line.len && line.at[line.len - 1] == '\n')
		line.len--;
	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* ---- small parts */

static void trace(
	const struct connection *connection, bool sent, struct span bytes)
{
	struct buf shown = BUF_INIT;
	struct span line;
	bool hidden = false;

	while (connection->config.trace && span_next_line(&bytes, &line)) {
		buf_reset(&shown);
		hidden = redact_add_next(&shown, line, hidden);
		connection->config.trace(connection->config.trace_arg, sent,
			buf_span(&shown));
	}
	buf_clear(&shown);
}

static void pending_free(struct connection_pending *pending)
{
	if (!pending)
		return;
	buf_clear(&pending->reply);
	buf_clear(&pending->wire);
	error_clear(&pending->failure);
	free(pending->verb);
	free(pending);
}

static void enqueue(
	struct connection *connection, struct connection_pending *pending)
{
	*connection->end = pending;
	connection->end = &pending->next;
}

/* Removes the first; frees it if nobody wants it any more. */
static void dequeue(struct connection *connection)
{
	struct connection_pending *first = connection->first;

	connection->first = first->next;
	if (!connection->first)
		connection->end = &connection->first;
	first->next = NULL;
	if (connection->current == first)
		connection->current = NULL;
	if (*first->sync.key || (first->abandoned && first != connection->late))
		pending_free(first);
}

static bool set_lost_error(
	const struct connection *connection, struct error *error)
{
	return error_set(error, connection->lost_error.kind, "%s",
		connection->lost_error.text);
}

static void ring(int fd)
{
	/* The pipe never holds more than one byte, so this cannot block. */
	while (write(fd, "", 1) < 0 && errno == EINTR)
		;
}

static void hush(int fd)
{
	char byte;

	while (read(fd, &byte, 1) < 0 && errno == EINTR)
		;
}

/* ---- waiting: who reads, and who is woken. All under `lock`. */

static bool is_full(const struct connection *connection)
{
	for (const struct subscription *subscription =
			connection->subscriptions;
		subscription; subscription = subscription->next)
		if (subscription_is_full(subscription))
			return true;
	return false;
}

static bool is_ready(
	const struct connection *connection, const struct waiter *waiter)
{
	const struct subscription *next = connection->subscriptions;

	if (waiter->pending)
		return waiter->pending->done || waiter->pending->stopped ||
			waiter->pending->unanswered;
	if (waiter->turn)
		return !waiter->turn->taken;
	if (waiter->subscription)
		return waiter->subscription->queue.count ||
			waiter->subscription->ended;
	while (next && !next->queue.count)
		next = next->next;
	return next;
}

/*
 * A streamed reply goes to its sink in the thread that asked for it. Who waits
 * for a turn does not read, since nothing would end its poll.
 */
static bool may_read(const struct connection *connection,
	const struct waiter *waiter)
{
	return !connection->reading && !(waiter && waiter->turn) &&
		(!connection->stream ||
		(waiter && connection->stream == waiter->pending));
}

static void wake(struct waiter *waiter)
{
	if (!waiter->asleep)
		return;
	waiter->asleep = false;
	if (waiter->ring[1] >= 0)
		ring(waiter->ring[1]);
	else
		pthread_cond_signal(&waiter->wake);
}

static void wake_ready(struct connection *connection)
{
	for (struct waiter *waiter = connection->waiters; waiter;
		waiter = waiter->next)
		if (connection->lost || is_ready(connection, waiter))
			wake(waiter);
	if (connection->signals) {
		bool news =
			connection->lost || connection->signals->queue.count;

		if (news && !connection->signalled)
			ring(connection->signal[1]);
		else if (!news && connection->signalled)
			hush(connection->signal[0]);
		connection->signalled = news;
	}
}

static void wake_thread(struct connection *connection)
{
	if (connection->has_thread && connection->idling)
		pthread_cond_signal(&connection->idle);
}

static void set_lost(struct connection *connection, struct error *error)
{
	if (!connection->lost) {
		connection->lost = true;
		error_move(&connection->lost_error, error);
	}
	error_clear(error);
	wake_ready(connection);
	wake_thread(connection);
}

/* Gives the role up, to the next one in the order of replies if possible. */
static void pass_on(struct connection *connection, struct waiter *from)
{
	struct waiter *next = NULL;

	if (from)
		from->role = false;
	connection->reading = false;
	for (struct waiter *waiter = connection->waiters; waiter;
		waiter = waiter->next)
		if (waiter != from && waiter->asleep &&
			may_read(connection, waiter) &&
			(!next ||
				(waiter->pending &&
					waiter->pending == connection->first)))
			next = waiter;
	if (next) {
		next->role = true;
		connection->reading = true;
		wake(next);
		return;
	}
	connection->busy_until = clock_deadline(CONNECTION_LINGER);
	wake_thread(connection);
}

static void kick_thread(struct connection *connection)
{
	if (!connection->polling || connection->kicked)
		return;
	connection->kicked = true;
	ring(connection->kick[1]);
}

/*
 * Waits as poll() does; the first descriptor is that of the sleeping waiter's
 * ring.
 */
static int sleep_on(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, size_t count, int64_t deadline)
{
	int ready, why;

	pthread_mutex_unlock(&connection->lock);
	ready = poll(wait, (nfds_t)count, clock_poll_timeout(deadline));
	why = errno;
	pthread_mutex_lock(&connection->lock);
	if (!waiter->asleep)
		hush(waiter->ring[0]);
	errno = why;
	return ready;
}

/*
 * Sleeps until woken, at most until `deadline`. Returns whether it was woken;
 * at the deadline, without an error.
 */
static bool fall_asleep(struct connection *connection, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error)
{
	bool ok = true;

	if (cancel_fd >= 0 && waiter->ring[0] < 0 && !pipe_open(waiter->ring))
		return error_set(error, ERROR_CONNECTION, "pipe: %s",
			strerror(errno));
	waiter->asleep = true;
	kick_thread(connection);
	if (waiter->ring[0] < 0) {
		if (!waiter->has_wake)
			condition_init(&waiter->wake);
		waiter->has_wake = true;
		while (waiter->asleep && ok)
			ok = condition_wait(&waiter->wake, &connection->lock,
				deadline);
	} else {
		struct pollfd wait[] = {
			{ .fd = waiter->ring[0], .events = POLLIN },
			{ .fd = cancel_fd, .events = POLLIN },
		};
		int ready = sleep_on(connection, waiter, wait, 2, deadline);

		ok = !waiter->asleep || (ready < 0 && errno == EINTR);
		if (!ok && ready < 0)
			error_set(error, ERROR_CONNECTION, "poll: %s",
				strerror(errno));
		else if (!ok && wait[1].revents)
			error_set(error, ERROR_INTERRUPTED, "interrupted");
	}
	ok = ok || !waiter->asleep;
	waiter->asleep = false;
	return ok;
}

/* ---- taking apart what has come: by who has the role, without `lock` */

/* Hands the events over to the subscriptions. */
static bool deliver_events(struct connection *connection, struct error *error)
{
	struct queue_event event;
	bool ok = true;

	if (!connection->events.count)
		return true;
	pthread_mutex_lock(&connection->lock);
	while (queue_take(&connection->events, &event)) {
		struct span name = event_name(event.raw);

		for (struct subscription *to = connection->subscriptions; to;
			to = to->next)
			if (subscription_wants(to, name))
				subscription_add(to, &event);
	}
	for (struct subscription *to = connection->subscriptions; to;
		to = to->next)
		ok = subscription_trim(to) && ok;
	wake_ready(connection);
	pthread_mutex_unlock(&connection->lock);
	return ok || error_set(error, ERROR_CONNECTION,
		"connection closed: more than %d MiB of events were not read",
		SUBSCRIPTION_EVENTS_MAX >> 20);
}

static bool take_event(struct connection *connection,
	const struct lexer_token *token, struct error *error)
{
	queue_add(&connection->events, token->raw);
	if (token->kind == LEXER_LINE && token->separator == ' ')
		queue_commit(&connection->events, connection->incoming.time);
	if (queue_building(&connection->events) <= CONNECTION_EVENT_MAX)
		return true;
	return error_set(error, ERROR_CONNECTION,
		"connection closed: event larger than %d MiB",
		CONNECTION_EVENT_MAX >> 20);
}

/* Drops a request that Tor has not answered: the answer to a later one came. */
static void pass_over_first(struct connection *connection)
{
	struct connection_pending *first = connection->first;

	first->unanswered = true;
	if (connection->late == first)
		connection->late = NULL;
	dequeue(connection);
}

/*
 * If the line answers a sync, everything before it is over. Returns whether it
 * does. Under `lock`.
 */
static bool take_sync(struct connection *connection, struct span line)
{
	struct connection_pending *sync = connection->first;

	if (!span_starts(line, "552 Unrecognized key \"torctl-sync-"))
		return false;
	while (sync && !sync_matches(&sync->sync, line))
		sync = sync->next;
	if (!sync)
		return false;
	while (connection->first != sync)
		pass_over_first(connection);
	dequeue(connection);
	connection->echo_lost = false;
	wake_ready(connection);
	return true;
}

/* Returns whether the answer to a sync is still to come. Under `lock`. */
static bool expects_sync(const struct connection *connection)
{
	const struct connection_pending *pending = connection->first;

	while (pending && !*pending->sync.key)
		pending = pending->next;
	return pending;
}

enum claim {
	CLAIM_OK,
	CLAIM_STREAM, /* another thread must read it */
	CLAIM_FILTER, /* see refuse_filter() */
};

/*
 * Determines, at the first line of a reply, which request it answers; changes
 * nothing if another thread must read it.
 */
static enum claim claim_reply(struct connection *connection,
	const struct connection_pending *mine, const struct lexer_token *token)
{
	struct connection_pending *first;
	enum claim claim = CLAIM_OK;

	pthread_mutex_lock(&connection->lock);
	connection->current = NULL;
	first = connection->first;
	if (!first || take_sync(connection, without_end(token->raw)))
		;
	else if (is_of_filter(token->raw) && expects_sync(connection))
		claim = CLAIM_FILTER;
	else if (first->sink && first != mine && !first->abandoned)
		claim = CLAIM_STREAM;
	else if (!*first->sync.key)
		connection->current = first;
	connection->stream = claim == CLAIM_STREAM ? first : NULL;
	pthread_mutex_unlock(&connection->lock);
	return claim;
}

static void feed_sink(struct connection *connection,
	struct connection_pending *pending, struct span bytes)
{
	int64_t start = clock_now();
	bool more;

	pthread_mutex_lock(&connection->lock);
	connection->in_sink = true;
	connection->sink_thread = pthread_self();
	pthread_mutex_unlock(&connection->lock);
	more = pending->sink(pending->sink_arg, bytes);
	pthread_mutex_lock(&connection->lock);
	connection->in_sink = false;
	connection->paused += clock_now() - start;
	pending->stopped = !more;
	pthread_mutex_unlock(&connection->lock);
}

/* Parsed, a line of six bytes takes ten times as much memory. */
static bool reply_fits(const struct connection *connection, struct error *error)
{
	const struct connection_pending *current = connection->current;
	bool trusted = connection->incoming.trusted;
	size_t limit = trusted ? CONNECTION_REPLY_MAX : INCOMING_GREETING_MAX;

	if (current->reply.len + current->lines * sizeof(struct reply_line) <=
		limit)
		return true;
	error_set(error, ERROR_CONNECTION, trusted ?
		"connection closed: reply larger than %zu KiB" :
		"not a control port: the greeting is larger than %zu KiB",
		limit >> 10);
	return error_set_remedy(error, trusted ?
		ERROR_REMEDY_IN_PARTS : ERROR_REMEDY_NONE);
}

/* Drops what comes until the answer to a sync. Under `lock`. */
static void guard(struct connection *connection)
{
	connection->guarding = true;
	connection->guard_end = clock_deadline(CONNECTION_GUARD);
}

/*
 * The reply is complete. A refusal may end in the middle of what Tor repeats:
 * until the answer to a sync the lines that follow may be the rest of it.
 */
static void complete_reply(struct connection *connection)
{
	struct connection_pending *current = connection->current;

	pthread_mutex_lock(&connection->lock);
	if (connection->refused && current->echoes) {
		guard(connection);
		connection->sync_due = !current->abandoned;
		connection->need_sync =
			connection->need_sync || connection->sync_due;
	}
	connection->large = current->reply.len > CONNECTION_AHEAD_LARGE;
	current->done = true;
	dequeue(connection);
	wake_ready(connection);
	pthread_mutex_unlock(&connection->lock);
}

/* A second answer to a request that nobody waits for, and that Tor may echo. */
static void guard_after_lost_echo(struct connection *connection)
{
	pthread_mutex_lock(&connection->lock);
	if (connection->echo_lost) {
		guard(connection);
		connection->need_sync = connection->need_sync ||
			!expects_sync(connection);
	}
	pthread_mutex_unlock(&connection->lock);
}

static bool take_reply(struct connection *connection,
	const struct lexer_token *token, struct error *error)
{
	bool last = token->kind == LEXER_LINE && token->separator == ' ';
	struct connection_pending *current = connection->current;
	bool filtered;

	if (!connection->in_reply)
		connection->refused = false;
	connection->in_reply = !last;
	connection->refused = connection->refused ||
		(token->kind == LEXER_LINE && token->status / 100 != 2 &&
			token->status != CONNECTION_UNRECOGNIZED);
	if (!current) {
		if (last && connection->refused)
			guard_after_lost_echo(connection);
		return true;
	}
	if (current->sink && !current->abandoned && !current->stopped)
		feed_sink(connection, current, token->raw);
	if (current->reply.len > CONNECTION_SECRET_MAX)
		current->reply.secret = false;
	if ((!current->abandoned || current->keep) &&
		(current->collect || last)) {
		buf_add_span(&current->reply, token->raw);
		current->lines += token->kind == LEXER_LINE;
	}
	if (!reply_fits(connection, error))
		return false;
	if (!last)
		return true;
	/* A filter takes each line of a body for a command: it answers each. */
	filtered = current->body && is_of_filter(token->raw);
	complete_reply(connection);
	return !filtered || refuse_filter(error);
}

/*
 * While guarding: takes a line, which may be anything, so that it does not go
 * through the lexer.
 */
static bool drop_line(struct connection *connection,
	const struct lexer_token *token, struct error *error)
{
	bool filtered;

	trace(connection, false, token->raw);
	pthread_mutex_lock(&connection->lock);
	connection->guarding = !take_sync(connection, without_end(token->raw));
	filtered = connection->guarding && is_of_filter(token->raw) &&
		expects_sync(connection);
	pthread_mutex_unlock(&connection->lock);
	return !filtered || refuse_filter(error);
}

static void hide_logins(
	struct connection *connection, struct lexer_token *token)
{
	struct buf *shown = &connection->without_logins;

	buf_reset(shown);
	if (redact_add_logins(shown, token->raw))
		token->raw = buf_span(shown);
}

enum apart {
	APART_MORE,   /* nothing left but an unfinished line */
	APART_DONE,   /* the reply is complete; there may be more */
	APART_STREAM, /* the next reply is another thread's */
	APART_LOST,
};

/* Takes apart what has come, at most up to the end of the reply to `mine`. */
static enum apart take_apart(struct connection *connection,
	struct connection_pending *mine, struct error *error)
{
	struct incoming *incoming = &connection->incoming;
	struct error failure = ERROR_INIT;
	struct lexer_token token;
	enum apart apart = APART_MORE;
	bool ok = true;

	while (ok && apart == APART_MORE && (connection->guarding ?
		incoming_look_at_line(incoming, &token, &failure) :
		incoming_look(incoming, &token, &failure))) {
		if (connection->guarding) {
			incoming_take(incoming, &token);
			ok = drop_line(connection, &token, &failure);
			continue;
		}
		if (token.kind == LEXER_LINE)
			connection->in_event = token.status >= 600 &&
				token.status <= 699;
		if (!connection->in_event && !connection->in_reply) {
			enum claim claim = CLAIM_OK;

			ok = deliver_events(connection, &failure);
			if (ok)
				claim = claim_reply(connection, mine, &token);
			if (claim == CLAIM_FILTER)
				ok = refuse_filter(&failure);
			if (claim == CLAIM_STREAM) {
				apart = APART_STREAM;
				break;
			}
		}
		incoming_take(incoming, &token);
		trace(connection, false, token.raw);
		if (connection->config.hide_logins)
			hide_logins(connection, &token);
		ok = ok && (connection->in_event ?
			take_event(connection, &token, &failure) :
			take_reply(connection, &token, &failure));
		if (mine && (mine->done || mine->stopped))
			apart = APART_DONE;
	}
	if (deliver_events(connection, failure.kind == ERROR_NONE ? &failure :
		NULL) && failure.kind == ERROR_NONE)
		return apart;
	error_move(error, &failure);
	return APART_LOST;
}

/*
 * Takes apart what has come, after reading more if `more`. Sets `lost` if that
 * is the end.
 */
static enum apart go_on(struct connection *connection,
	struct connection_pending *mine, bool more)
{
	struct error failure = ERROR_INIT;
	enum apart apart = APART_LOST;

	if (!more || incoming_read(&connection->incoming, &failure))
		apart = take_apart(connection, mine, &failure);
	else
		deliver_events(connection, NULL);
	if (apart == APART_LOST) {
		pthread_mutex_lock(&connection->lock);
		set_lost(connection, &failure);
		pthread_mutex_unlock(&connection->lock);
	}
	error_clear(&failure);
	return apart;
}

/* ---- waiting */

static void waiter_begin(struct connection *connection, struct waiter *waiter)
{
	waiter->ring[0] = waiter->ring[1] = -1;
	waiter->next = connection->waiters;
	connection->waiters = waiter;
	connection->turns++;
}

/* From now on nobody expects the reply. */
static void abandon(
	struct connection *connection, struct connection_pending *pending)
{
	connection->need_sync = true;
	connection->echo_lost = connection->echo_lost || pending->echoes;
	if (connection->stream == pending)
		connection->stream = NULL;
	pending->keep = pending->keep && !connection->lost &&
		(!connection->late || connection->late->done);
	if (pending->keep) {
		pending_free(connection->late);
		connection->late = pending;
	}
	/* Last, since who reads looks at it without the lock. */
	pending->abandoned = true;
}

static void waiter_end(struct connection *connection, struct waiter *waiter)
{
	struct waiter **place = &connection->waiters;

	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	if (waiter->role || !connection->reading)
		pass_on(connection, waiter);
	else if (!connection->waiters)
		wake_thread(connection);
	pipe_close(waiter->ring);
	if (waiter->has_wake)
		pthread_cond_destroy(&waiter->wake);
}

/* Reads for everybody until the waiter is ready or its time is over. */
static bool read_for_all(struct connection *connection, struct waiter *waiter,
	int64_t limit, int cancel_fd, struct error *error)
{
	enum apart apart;
	bool ok = true;

	pthread_mutex_unlock(&connection->lock);
	apart = go_on(connection, waiter->pending, false);
	pthread_mutex_lock(&connection->lock);
	if (apart == APART_MORE && !is_ready(connection, waiter) &&
		!connection->lost) {
		connection->at_rest = true;
		pthread_mutex_unlock(&connection->lock);
		ok = socket_wait(
			connection->fd, POLLIN, limit, cancel_fd, error);
		connection->at_rest = false;
		if (ok)
			apart = go_on(connection, waiter->pending, true);
		pthread_mutex_lock(&connection->lock);
	}
	if (apart == APART_STREAM)
		pass_on(connection, waiter);
	return ok;
}

/*
 * Returns whether what came before the limit may not yet be taken apart, since
 * torctl was stopped: then another thread that reads gets a little more time.
 */
static bool is_behind(const struct connection *connection,
	const struct waiter *waiter, int64_t limit)
{
	struct pollfd unread = { .fd = connection->fd, .events = POLLIN };
	int64_t now = clock_now();

	return connection->reading && !waiter->role && limit != CLOCK_NEVER &&
		now >= limit &&
		now < limit + CONNECTION_CATCH_UP && (!connection->at_rest ||
		poll(&unread, 1, 0) > 0);
}

/*
 * Waits, as described in connection.h. Returns whether the waiter is ready; if
 * not, the error says why. Under `lock`.
 */
static bool await(struct connection *connection, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error)
{
	int64_t paused = connection->paused;
	bool ok = true;

	while (ok && !is_ready(connection, waiter) && !connection->lost) {
		int64_t limit = deadline == CLOCK_NEVER ? deadline :
			deadline + connection->paused - paused;

		if (connection->in_sink && limit != CLOCK_NEVER)
			limit = clock_deadline(CONNECTION_SINK_PAUSE);
		else if (is_behind(connection, waiter, limit))
			limit = clock_deadline(1);
		if (!waiter->role && may_read(connection, waiter))
			waiter->role = connection->reading = true;
		if (waiter->role)
			ok = read_for_all(connection, waiter, limit, cancel_fd,
				error) && (limit == CLOCK_NEVER ||
				clock_now() < limit + CONNECTION_CATCH_UP ||
				is_ready(connection, waiter));
		else
			ok = fall_asleep(connection, waiter, limit, cancel_fd,
				error);
		/* The time that others spend in a sink does not count. */
		if (!ok &&
			(error->kind == ERROR_NONE ||
				error->kind == ERROR_TIMEOUT) &&
			deadline != CLOCK_NEVER &&
			(connection->in_sink ||
				is_behind(connection, waiter, limit) ||
				clock_now() < deadline + connection->paused -
						paused)) {
			error_clear(error);
			ok = true;
		}
	}
	if (is_ready(connection, waiter))
		error_clear(error);
	else if (connection->lost)
		return set_lost_error(connection, error);
	else if (error->kind == ERROR_NONE)
		error_set(error, ERROR_TIMEOUT, "timed out");
	return is_ready(connection, waiter);
}

/*
 * Waits until no other thread has the turn, which would wait for itself in the
 * thread that has it. Under `lock`.
 */
static bool take_turn(struct connection *connection, struct turn *turn,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct turn mine = { true, pthread_self() };
	struct waiter waiter = { .turn = turn };
	bool ok = true, wait = turn->taken;

	if (wait && pthread_equal(turn->thread, mine.thread))
		return error_set(error, ERROR_USAGE,
			"the previous request must be finished first");
	if (wait) {
		waiter_begin(connection, &waiter);
		ok = await(connection, &waiter, deadline, cancel_fd, error);
	}
	if (ok)
		*turn = mine;
	if (wait)
		waiter_end(connection, &waiter);
	return ok;
}

/* Offers the turn to who has waited longest. Under `lock`. */
static void end_turn(struct connection *connection, struct turn *turn)
{
	struct waiter *oldest = NULL;

	turn->taken = false;
	for (struct waiter *waiter = connection->waiters; waiter;
		waiter = waiter->next)
		if (waiter->turn == turn)
			oldest = waiter;
	if (oldest)
		wake(oldest);
}

/*
 * Reads what is there, without waiting, unless somebody else reads. Returns
 * whether there was something.
 */
static bool look(struct connection *connection)
{
	struct pollfd wait = { .fd = connection->fd, .events = POLLIN };
	bool role, some;

	if (!connection_check_process(connection, NULL))
		return false;
	pthread_mutex_lock(&connection->lock);
	/* What was sent ahead is answered between events: keep the order. */
	role = !connection->lost && !is_full(connection) &&
		!connection->ahead && may_read(connection, NULL);
	connection->reading = connection->reading || role;
	pthread_mutex_unlock(&connection->lock);
	if (!role)
		return false;
	some = go_on(connection, NULL, false) == APART_MORE &&
		poll(&wait, 1, 0) > 0 && go_on(connection, NULL, true) !=
		APART_LOST;
	pthread_mutex_lock(&connection->lock);
	pass_on(connection, NULL);
	pthread_mutex_unlock(&connection->lock);
	return some;
}

void connection_catch_up(struct connection *connection)
{
	int64_t deadline = clock_deadline(CONNECTION_CATCH_UP);

	while (look(connection) && clock_now() < deadline)
		;
}

/* ---- the own thread */

/* Reads until somebody else wants to. Under `lock`. */
static void read_alone(struct connection *connection)
{
	struct error failure = ERROR_INIT;
	enum apart apart = APART_MORE;

	connection->reading = connection->polling = true;
	while (apart == APART_MORE && !connection->kicked &&
		!connection->lost && !is_full(connection)) {
		bool more;

		pthread_mutex_unlock(&connection->lock);
		apart = go_on(connection, NULL, false);
		more = apart == APART_MORE &&
			socket_wait(connection->fd, POLLIN, CLOCK_NEVER,
				connection->kick[0], &failure);
		if (more)
			apart = go_on(connection, NULL, true);
		pthread_mutex_lock(&connection->lock);
		if (failure.kind == ERROR_CONNECTION)
			set_lost(connection, &failure);
		error_clear(&failure);
	}
	connection->polling = false;
	if (connection->kicked)
		hush(connection->kick[0]);
	connection->kicked = false;
	pass_on(connection, NULL);
}

/* While requests follow each other, it looks again instead of being woken. */
static void *run_thread(void *arg)
{
	struct connection *connection = arg;
	unsigned long turns = 0;
	int64_t until;

	pthread_mutex_lock(&connection->lock);
	while (!connection->closing && !connection->lost) {
		bool wait = connection->waiters || is_full(connection) ||
			!may_read(connection, NULL);

		if (!wait && clock_now() >= connection->busy_until) {
			read_alone(connection);
			continue;
		}
		connection->idling = wait && turns == connection->turns;
		turns = connection->turns;
		until = wait ? clock_deadline(CONNECTION_LINGER) :
			connection->busy_until;
		condition_wait(&connection->idle, &connection->lock,
			connection->idling ? CLOCK_NEVER : until);
		connection->idling = false;
	}
	pthread_mutex_unlock(&connection->lock);
	return NULL;
}

bool connection_read_on(struct connection *connection, struct error *error)
{
	int result = 0;

	if (!connection_check_process(connection, error))
		return false;
	pthread_mutex_lock(&connection->lock);
	if (!connection->has_thread) {
		if (connection->kick[0] < 0 && !pipe_open(connection->kick))
			result = errno;
		else
			result = thread_start(&connection->thread, run_thread,
				connection);
		connection->has_thread = !result;
	}
	pthread_mutex_unlock(&connection->lock);
	return !result || error_set(error, ERROR_CONNECTION,
		"cannot start a thread: %s", strerror(result));
}

/* ---- the connection */

struct connection *connection_new(
	int fd, const struct connection_config *config)
{
	struct connection *connection = alloc_zeroed(sizeof(*connection));

	connection->fd = fd;
	connection->generation = forks_generation();
	connection->config = *config;
	connection->end = &connection->first;
	connection->ahead_end = &connection->ahead;
	connection->unsent.secret = true;
	connection->kick[0] = connection->kick[1] = -1;
	connection->signal[0] = connection->signal[1] = -1;
	incoming_init(&connection->incoming, fd);
	pthread_mutex_init(&connection->lock, NULL);
	condition_init(&connection->idle);
	return connection;
}

bool connection_check_process(
	const struct connection *connection, struct error *error)
{
	return connection->generation == forks_generation() || error_set(error,
		ERROR_CONNECTION, "the connection belongs to the parent "
		"process; connect again after fork()");
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
	struct connection_pending *late;

	if (!connection)
		return;
	if (!connection_check_process(connection, NULL)) {
		leave_to_parent(connection);
		return;
	}
	pthread_mutex_lock(&connection->lock);
	connection->closing = true;
	kick_thread(connection);
	pthread_cond_signal(&connection->idle);
	pthread_mutex_unlock(&connection->lock);
	shutdown(connection->fd, SHUT_RDWR);
	if (connection->has_thread)
		pthread_join(connection->thread, NULL);
	while (connection->subscriptions)
		connection_unsubscribe(connection, connection->subscriptions);
	connection_begin_step(connection, ULONG_MAX);
	late = connection->late;
	connection->late = NULL;
	if (late && late->done)
		pending_free(late);
	while (connection->first)
		dequeue(connection);
	close(connection->fd);
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

void connection_hang_up(struct connection *connection)
{
	struct error error = ERROR_INIT;

	if (!connection_check_process(connection, NULL))
		return;
	error_set(&error, ERROR_CONNECTION,
		"the connection was closed locally");
	pthread_mutex_lock(&connection->lock);
	set_lost(connection, &error);
	pthread_mutex_unlock(&connection->lock);
	/* Ends the poll of who reads. */
	shutdown(connection->fd, SHUT_RDWR);
}

void connection_set_timeout(struct connection *connection, int timeout)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	connection->config.timeout = timeout;
	pthread_mutex_unlock(&connection->lock);
}

void connection_set_limit(struct connection *connection, int64_t limit)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	connection->config.limit = limit;
	pthread_mutex_unlock(&connection->lock);
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

char *connection_describe_peer(struct connection *connection)
{
	return connection_check_process(connection, NULL) ?
		incoming_describe_peer(&connection->incoming) : NULL;
}

void connection_tap(
	struct connection *connection, connection_sink *sink, void *arg)
{
	connection->tap = sink;
	connection->tap_arg = arg;
}

/* ---- requests */

static void give_up_role(struct connection *connection)
{
	pthread_mutex_lock(&connection->lock);
	pass_on(connection, NULL);
	pthread_mutex_unlock(&connection->lock);
}

/* Used while Tor, or a relay in between, takes no more before we read. */
static bool read_while_sending(struct connection *connection, int64_t deadline,
	int cancel_fd, struct error *error)
{
	struct pollfd wait = { .fd = connection->fd, .events = POLLIN };
	enum apart apart = APART_LOST;
	short events = POLLOUT;
	int64_t limit = deadline;
	bool role, ok;

	pthread_mutex_lock(&connection->lock);
	role = !connection->lost && may_read(connection, NULL);
	connection->reading = connection->reading || role;
	pthread_mutex_unlock(&connection->lock);
	if (role)
		apart = go_on(connection, NULL, false);
	if (role && apart != APART_MORE)
		give_up_role(connection);
	if (apart == APART_MORE)
		events |= POLLIN;
	/* Who reads now may stop before all is sent. */
	else if (clock_deadline(CONNECTION_SINK_PAUSE) < limit)
		limit = clock_deadline(CONNECTION_SINK_PAUSE);
	connection->at_rest = apart == APART_MORE;
	ok = socket_wait(connection->fd, events, limit, cancel_fd, error);
	if (apart == APART_MORE)
		connection->at_rest = false;
	if (ok && apart == APART_MORE && poll(&wait, 1, 0) > 0)
		go_on(connection, NULL, true);
	if (role && apart == APART_MORE)
		give_up_role(connection);
	if (ok || error->kind != ERROR_TIMEOUT || clock_now() >= deadline)
		return ok;
	error_clear(error);
	return true;
}

/*
 * Sends what is to be sent. What remains after a failure goes out before the
 * next request. With `sending`.
 */
static bool flush(struct connection *connection, int64_t deadline,
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
			ok = read_while_sending(connection, deadline, cancel_fd,
				&failure);
		else if (errno != EINTR)
			ok = error_set(&failure, ERROR_CONNECTION,
				"control connection lost: %s",
				strerror(errno));
	}
	/* What it has said before can still be read. */
	if (failure.kind == ERROR_CONNECTION)
		shutdown(connection->fd, SHUT_RDWR);
	buf_consume(unsent, sent);
	return ok || error_move(error, &failure);
}

/* Appends bytes to what is to be sent. With `sending`. */
static void add_unsent(struct connection *connection, struct span wire)
{
	trace(connection, true, wire);
	buf_add_span(&connection->unsent, wire);
}

/* Appends a sync to the queue, and to what is to be sent. With `sending`. */
static void add_sync(struct connection *connection)
{
	struct connection_pending *sync = alloc_zeroed(sizeof(*sync));
	struct buf line = BUF_INIT;

	sync_renew(&sync->sync);
	buf_print(&line, "GETINFO %s\r\n", sync->sync.key);
	pthread_mutex_lock(&connection->lock);
	enqueue(connection, sync);
	connection->need_sync = connection->sync_due = false;
	pthread_mutex_unlock(&connection->lock);
	add_unsent(connection, buf_span(&line));
	buf_clear(&line);
}

static char *first_word(struct span wire)
{
	struct span line, verb;

	span_next_line(&wire, &line);
	span_next_word(&line, &verb);
	return span_copy(verb);
}

/* Rewrites a failure to say what timed out, and what may come of it. */
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

/* Waits until this thread may send. */
static bool begin_sending(struct connection *connection,
	struct connection_pending *pending, struct error *error)
{
	bool ok;

	pthread_mutex_lock(&connection->lock);
	pending->timeout = connection->config.timeout;
	pending->cancel_fd = connection->config.cancel_fd;
	pending->deadline = connection_deadline(&connection->config);
	if (connection->lost)
		ok = set_lost_error(connection, error);
	else if (connection->in_sink && pthread_equal(connection->sink_thread,
		pthread_self()))
		ok = error_set(error, ERROR_USAGE, "a request cannot be sent "
			"while a reply is passed on");
	else
		ok = take_turn(connection, &connection->sending,
			pending->deadline, pending->cancel_fd, error);
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

static void end_sending(struct connection *connection)
{
	pthread_mutex_lock(&connection->lock);
	end_turn(connection, &connection->sending);
	pthread_mutex_unlock(&connection->lock);
}

/*
 * Removes the last request from the queue. Returns false if a reply came for it
 * nevertheless.
 */
static bool take_back(
	struct connection *connection, struct connection_pending *pending)
{
	struct connection_pending **place = &connection->first;
	bool ok;

	pthread_mutex_lock(&connection->lock);
	while (*place && *place != pending)
		place = &(*place)->next;
	ok = *place && connection->current != pending;
	if (ok) {
		*place = NULL;
		connection->end = place;
	}
	if (ok && connection->stream == pending) {
		connection->stream = NULL;
		if (!connection->reading)
			pass_on(connection, NULL);
	}
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

/*
 * Appends the request to the queue and sends it. If the deadline comes before
 * any of it was sent, takes it back and fails; if part of it was, the rest goes
 * out before the next one. With `sending`.
 */
static bool send_now(struct connection *connection,
	struct connection_pending *pending, struct span wire,
	struct error *error)
{
	struct error *failure = &pending->failure;
	bool need_sync;

	pthread_mutex_lock(&connection->lock);
	/* Others may not be answered, and what is echoed taken for theirs. */
	need_sync =
		connection->need_sync || (pending->alone && connection->first);
	pthread_mutex_unlock(&connection->lock);
	if (need_sync)
		add_sync(connection);
	pthread_mutex_lock(&connection->lock);
	enqueue(connection, pending);
	pthread_mutex_unlock(&connection->lock);
	add_unsent(connection, wire);
	if (flush(connection, pending->deadline, pending->cancel_fd, failure))
		return true;
	if (failure->kind == ERROR_CONNECTION) {
		/* A peer that closed may have said why: reading will tell. */
		error_clear(failure);
	} else if (connection->unsent.len >= wire.len &&
		take_back(connection, pending)) {
		buf_truncate(
			&connection->unsent, connection->unsent.len - wire.len);
		return error_move(error, failure);
	} else {
		pending->partly_sent = true;
	}
	return true;
}

static void describe_request(struct connection_pending *pending,
	const struct request *request)
{
	pending->verb = first_word(buf_span(&request->wire));
	pending->echoes = request_may_echo(request);
	pending->alone = pending->echoes || request_may_be_ignored(request);
	pending->body = request_has_body(request);
}

/*
 * If this request was sent ahead, returns that one, which now stands for
 * `pending` and is waited for as if it had been sent now. Frees `pending` then.
 */
static struct connection_pending *claim_ahead(struct connection *connection,
	struct connection_pending *pending, struct span wire)
{
	struct connection_pending **place = &connection->ahead, *found;

	pthread_mutex_lock(&connection->lock);
	while (*place && ((*place)->step != connection->step ||
		(*place)->wire.len != wire.len ||
		memcmp((*place)->wire.data, wire.at, wire.len) != 0))
		place = &(*place)->next_ahead;
	found = *place;
	if (found) {
		*place = found->next_ahead;
		if (!*place)
			connection->ahead_end = place;
		found->last_line = !pending->collect;
		found->ahead_sink = pending->sink;
		found->sink_arg = pending->sink_arg;
		found->timeout = connection->config.timeout;
		found->cancel_fd = connection->config.cancel_fd;
		found->deadline = connection_deadline(&connection->config);
	}
	pthread_mutex_unlock(&connection->lock);
	if (found)
		pending_free(pending);
	return found;
}

/* Sends a prepared request; frees it if that is impossible. */
static struct connection_pending *start(struct connection *connection,
	struct connection_pending *pending, struct request *request,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct connection_pending *ahead = NULL;
	bool ok = connection_check_process(connection, error) &&
		request_finish(request, error);

	if (ok)
		describe_request(pending, request);
	if (ok && !pending->keep)
		ahead = claim_ahead(
			connection, pending, buf_span(&request->wire));
	if (ahead)
		return ahead;
	if (ok && begin_sending(connection, pending, &failure)) {
		ok = send_now(connection, pending, buf_span(&request->wire),
			&failure);
		if (!ok || !pending->alone)
			end_sending(connection);
	}
	if (failure.kind == ERROR_NONE && ok)
		return pending;
	if (failure.kind != ERROR_NONE) {
		explain(connection, pending, false, &failure);
		error_move(error, &failure);
	}
	pending_free(pending);
	return NULL;
}

/* After a request during which nothing else was sent. */
static void finish_alone(
	struct connection *connection, bool ok, int64_t deadline, int cancel_fd)
{
	bool due;

	pthread_mutex_lock(&connection->lock);
	due = connection->sync_due && ok;
	connection->sync_due = false;
	pthread_mutex_unlock(&connection->lock);
	if (due) {
		add_sync(connection);
		flush(connection, deadline, cancel_fd, NULL);
	}
	end_sending(connection);
}

/* Passes a reply that came before its turn to its sink. Under `lock`. */
static void hand_over(
	struct connection *connection, struct connection_pending *pending)
{
	struct buf *reply = &pending->reply;
	size_t last = reply->len - 1;

	pthread_mutex_unlock(&connection->lock);
	pending->sink = pending->ahead_sink;
	feed_sink(connection, pending, buf_span(reply));
	while (last && reply->data[last - 1] != '\n')
		last--;
	if (pending->last_line)
		buf_consume(reply, last);
	pthread_mutex_lock(&connection->lock);
}

bool connection_finish(struct connection *connection,
	struct connection_pending *pending, struct reply *reply,
	struct error *error)
{
	struct waiter waiter = { .pending = pending };
	struct buf bytes = BUF_INIT_SECRET;
	struct error failure = ERROR_INIT;
	bool ok, alone = pending->alone, free_it;
	int cancel_fd = pending->cancel_fd;
	int64_t deadline;

	reply_clear(reply);
	if (!connection_check_process(connection, error))
		return false;
	error_move(&failure, &pending->failure);
	pthread_mutex_lock(&connection->lock);
	deadline = pending->deadline;
	if (pending->ahead && connection->first != pending)
		deadline = connection_deadline(&connection->config);
	waiter_begin(connection, &waiter);
	ok = failure.kind == ERROR_NONE && await(connection, &waiter, deadline,
		cancel_fd, &failure) && pending->done;
	if (ok && pending->ahead_sink)
		hand_over(connection, pending);
	if (pending->stopped)
		ok = error_set(&failure, ERROR_FILE,
			"cannot write the output");
	free_it = pending->done || pending->unanswered;
	if (pending->unanswered)
		error_set(&failure, ERROR_TIMEOUT, "no reply to %s",
			pending->verb);
	else if (!ok && failure.kind != ERROR_FILE)
		explain(connection, pending, true, &failure);
	/* No reply reaches anybody; by now, a filter hides the key's answer. */
	if (failure.kind == ERROR_TIMEOUT && connection->guarding &&
		clock_now() >= connection->guard_end) {
		struct error end = ERROR_INIT;

		refuse_filter(&end);
		set_lost(connection, &end);
		shutdown(connection->fd, SHUT_RDWR);
	}
	if (!free_it)
		abandon(connection, pending);
	if (ok)
		bytes = pending->reply;
	if (ok)
		pending->reply = (struct buf)BUF_INIT_SECRET;
	waiter_end(connection, &waiter);
	pthread_mutex_unlock(&connection->lock);
	if (free_it)
		pending_free(pending);
	if (alone)
		finish_alone(connection, ok, deadline, cancel_fd);
	if (ok)
		ok = reply_parse(reply, &bytes, &failure);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	buf_clear(&bytes);
	return ok;
}

static struct connection_pending *prepare(bool collect, connection_sink *sink,
	void *arg)
{
	struct connection_pending *pending = alloc_zeroed(sizeof(*pending));

	pending->collect = collect;
	pending->sink = sink;
	pending->sink_arg = arg;
	pending->reply.secret = true;
	return pending;
}

struct connection_pending *connection_send(struct connection *connection,
	struct request *request, connection_sink *sink, void *arg,
	struct error *error)
{
	struct connection_pending *pending = prepare(!sink, sink, arg);

	pending->ahead = true;
	return start(connection, pending, request, error);
}

/* What is not sent goes out before the next request. With `sending`. */
static void flush_ahead(
	struct connection *connection, int64_t deadline, int cancel_fd)
{
	struct error error = ERROR_INIT;

	flush(connection, deadline, cancel_fd, &error);
	error_clear(&error);
}

static void append_ahead(
	struct connection *connection, struct connection_pending *pending)
{
	struct span wire = buf_span(&pending->wire);
	bool need_sync;

	if (connection->unsent.len + wire.len > CONNECTION_BATCH)
		flush_ahead(connection, pending->deadline, pending->cancel_fd);
	pthread_mutex_lock(&connection->lock);
	need_sync = connection->need_sync;
	pthread_mutex_unlock(&connection->lock);
	if (need_sync)
		add_sync(connection);
	pthread_mutex_lock(&connection->lock);
	enqueue(connection, pending);
	*connection->ahead_end = pending;
	connection->ahead_end = &pending->next_ahead;
	pthread_mutex_unlock(&connection->lock);
	add_unsent(connection, wire);
}

void connection_send_ahead(struct connection *connection,
	struct request *request, unsigned long step)
{
	struct connection_pending *pending = prepare(true, NULL, NULL);
	struct error error = ERROR_INIT;

	pending->step = step;
	if (connection_check_process(connection, NULL) &&
		request_finish(request, NULL)) {
		describe_request(pending, request);
		buf_add_span(&pending->wire, buf_span(&request->wire));
	}
	if (pending->wire.len && !pending->alone &&
		begin_sending(connection, pending, &error)) {
		append_ahead(connection, pending);
		end_sending(connection);
	} else {
		pending_free(pending);
	}
	error_clear(&error);
}

void connection_flush_ahead(struct connection *connection)
{
	struct connection_pending now = { .stopped = false };
	struct error error = ERROR_INIT;

	if (connection_check_process(connection, NULL) &&
		begin_sending(connection, &now, &error)) {
		flush_ahead(connection, now.deadline, now.cancel_fd);
		end_sending(connection);
	}
	error_clear(&error);
}

void connection_begin_step(struct connection *connection, unsigned long step)
{
	struct connection_pending *ahead;

	pthread_mutex_lock(&connection->lock);
	connection->step = step;
	while ((ahead = connection->ahead) && ahead->step < step) {
		connection->ahead = ahead->next_ahead;
		if (!connection->ahead)
			connection->ahead_end = &connection->ahead;
		if (ahead->done || ahead->unanswered)
			pending_free(ahead);
		else
			ahead->abandoned = true;
	}
	pthread_mutex_unlock(&connection->lock);
}

bool connection_has_next(struct connection *connection)
{
	const struct connection_pending *next;
	bool has;

	pthread_mutex_lock(&connection->lock);
	next = connection->ahead;
	has = next && next->step == connection->step + 1 &&
		next == connection->first && !connection->reading &&
		!connection->in_reply && !connection->guarding &&
		incoming_has_reply(&connection->incoming);
	pthread_mutex_unlock(&connection->lock);
	return has;
}

bool connection_may_ask_ahead(struct connection *connection)
{
	bool may;

	pthread_mutex_lock(&connection->lock);
	may = !connection->lost && !connection->large;
	pthread_mutex_unlock(&connection->lock);
	return may;
}

/* Sends a prepared request and waits for its reply. */
static bool perform(struct connection *connection,
	struct connection_pending *pending, struct request *request,
	struct reply *reply, struct error *error)
{
	reply_clear(reply);
	pending = start(connection, pending, request, error);
	return pending && connection_finish(connection, pending, reply, error);
}

bool connection_request(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	return perform(connection,
		prepare(true, connection->tap, connection->tap_arg), request,
		reply, error);
}

bool connection_stream(struct connection *connection, struct request *request,
	connection_sink *sink, void *arg, struct reply *reply,
	struct error *error)
{
	return perform(connection, prepare(false, sink, arg), request, reply,
		error);
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
		prepare(true, connection->tap, connection->tap_arg), request,
		reply, error);
}

bool client_own_command(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	return command(connection, prepare(true, NULL, NULL), request, reply,
		error);
}

bool connection_ask(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error)
{
	struct connection_pending *pending = prepare(true, NULL, NULL);

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
	done = late && late->done;
	if (done) {
		bytes = late->reply;
		late->reply = (struct buf)BUF_INIT_SECRET;
		pending_free(late);
		connection->late = NULL;
	} else if (connection->lost) {
		set_lost_error(connection, error);
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

void connection_listen(
	struct connection *connection, struct subscription *subscription)
{
	if (!connection_check_process(connection, NULL))
		return;
	pthread_mutex_lock(&connection->lock);
	link_subscription(connection, subscription);
	pthread_mutex_unlock(&connection->lock);
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
	wake_thread(connection);
	pthread_mutex_unlock(&connection->lock);
}

static void copy_names(struct strv *to, const struct strv *from)
{
	strv_clear(to);
	for (size_t i = 0; from && i < from->len; i++)
		strv_add(to, from->items[i]);
}

/*
 * Lists the names of all subscriptions, each once; the first list is not
 * changed, so that Tor checks it. Under `lock`.
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
	if (!take_turn(connection, &connection->subscribing,
			connection_deadline(&connection->config),
			connection->config.cancel_fd, &failure)) {
		pthread_mutex_unlock(&connection->lock);
		return error_move(error, &failure);
	}
	link_subscription(connection, subscription);
	/* An event may come before the reply does. */
	copy_names(&subscription->asked, names);
	list_names(connection, subscription, &all);
	pthread_mutex_unlock(&connection->lock);
	request_init(&request, "SETEVENTS");
	for (size_t i = 0; i < all.len; i++)
		request_add_word(&request, all.items[i]);
	ok = reply ? connection_command(connection, &request, reply, error) :
		client_own_command(connection, &request, NULL, error);
	request_clear(&request);
	strv_clear(&all);
	pthread_mutex_lock(&connection->lock);
	if (ok) {
		strv_clear(&subscription->names);
		subscription->names = subscription->asked;
		subscription->asked = (struct strv)STRV_INIT;
	}
	strv_clear(&subscription->asked);
	end_turn(connection, &connection->subscribing);
	pthread_mutex_unlock(&connection->lock);
	return ok;
}

/* If events arrive faster than they are taken, no wait would ever notice. */
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
	ok = await(connection, &waiter, deadline, cancel_fd, &failure);
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
	wake_ready(connection);
	wake_thread(connection);
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

/* Reads once when something comes, for everybody. Under `lock`. */
static int poll_reading(struct connection *connection, struct pollfd *wait,
	size_t count, int64_t deadline)
{
	int ready, why;

	wait->fd =
		connection->lost || is_full(connection) ? -1 : connection->fd;
	connection->at_rest = true;
	pthread_mutex_unlock(&connection->lock);
	ready = poll(wait, (nfds_t)count, clock_poll_timeout(deadline));
	why = errno;
	connection->at_rest = false;
	if (ready > 0 && wait->revents)
		go_on(connection, NULL, true);
	pthread_mutex_lock(&connection->lock);
	errno = why;
	return ready;
}

/* Waits while another thread reads. Under `lock`. */
static int poll_asleep(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, size_t count, int64_t deadline)
{
	int64_t soon = clock_deadline(CONNECTION_SINK_PAUSE);
	int ready;

	waiter->asleep = waiter->ring[0] >= 0 || pipe_open(waiter->ring);
	if (!waiter->asleep && soon < deadline)
		deadline = soon;
	kick_thread(connection);
	wait->fd = waiter->ring[0];
	ready = sleep_on(connection, waiter, wait, count, deadline);
	waiter->asleep = false;
	return ready;
}

int connection_poll(struct connection *connection, struct pollfd *fds,
	size_t count, int timeout, bool *news)
{
	struct pollfd wait[CONNECTION_POLL_MAX + 1] = { { .events = POLLIN } };
	int64_t deadline = clock_deadline(timeout);
	struct waiter waiter = { .asleep = false };
	bool again = true;
	int ready = 0, why;

	*news = false;
	if (!connection_check_process(connection, NULL)) {
		errno = EBADF;
		return -1;
	}
	for (size_t i = 0; i < count; i++)
		wait[i + 1] = fds[i];
	pthread_mutex_lock(&connection->lock);
	waiter_begin(connection, &waiter);
	while (again) {
		bool reads = waiter.role || (!connection->lost &&
			may_read(connection, &waiter));
		enum apart apart = APART_MORE;

		waiter.role = reads;
		connection->reading = connection->reading || reads;
		if (reads) {
			pthread_mutex_unlock(&connection->lock);
			apart = go_on(connection, NULL, false);
			pthread_mutex_lock(&connection->lock);
		}
		if (apart == APART_STREAM)
			pass_on(connection, &waiter);
		*news = connection->lost || is_ready(connection, &waiter);
		if (*news)
			deadline = 0;
		ready = waiter.role ?
			poll_reading(connection, wait, count + 1, deadline) :
			poll_asleep(
				connection, &waiter, wait, count + 1, deadline);
		if (ready > 0 && wait->revents)
			ready--;
		*news = connection->lost || is_ready(connection, &waiter);
		/* It was woken to read. */
		again = !ready && !*news && !reads && waiter.role;
	}
	why = errno;
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
	wake_ready(connection);
	pthread_mutex_unlock(&connection->lock);
	return fd;
}
