/* A control connection: requests, several of which may be under way, and events. */
#include "conn/client.h"

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
	CLIENT_SECRET_MAX = 1024 * 1024,
	/* How long to read on at a deadline: torctl itself may have stopped. */
	CLIENT_CATCH_UP = 500,
	/* How long the answer to a key may take after a refusal. */
	CLIENT_GUARD = 500,
	/* How long the own thread stays away after somebody else has read. */
	CLIENT_LINGER = 5,
	/* How long to sleep while somebody else's sink does not return. */
	CLIENT_SINK_PAUSE = 20,
	/* Refusals with this code repeat at most the command's name. */
	CLIENT_UNRECOGNIZED = 510,
	/* Tor reads this much at a time, and acknowledges each part. */
	CLIENT_BATCH = 4096,
};

/* Why a connection is closed when no answer to a sync key can come. */
#define CLIENT_NO_END "connection closed: a control-port filter hides where " \
	"the last reply ends"

/*
 * A GETINFO key that Tor does not have: its answer shows where, among all that
 * arrives, the replies to earlier requests end. It is random, since Tor repeats
 * what it refuses: the text of an earlier request could hold any other answer.
 */
struct sync {
	char key[sizeof("torctl-sync-") + 32];
};

struct client_pending {
	struct client_pending *next;
	struct sync sync; /* of a sync, which nobody waits for; else empty */
	bool collect;     /* keep the whole reply, not only its last line */
	bool keep;        /* keep a late reply, see client_ask() */
	bool echoes;      /* a refusal may hold line ends of the request */
	bool alone;       /* nothing else is sent until it is finished, since it
			     echoes or Tor may not answer it */
	bool body;        /* it has several lines */
	bool ahead;       /* others may be waited for first, see client_send() */
	bool partly_sent; /* when sending it failed */
	bool done;
	bool unanswered;  /* the answer to a later sync has come instead */
	bool stopped;     /* the sink wants no more */
	atomic_bool abandoned; /* nobody waits any more */
	client_sink *sink;
	void *sink_arg;
	int timeout, cancel_fd; /* as they were when it was sent */
	int64_t deadline; /* of one that is ahead: if it is the first by then */
	char *verb;       /* for errors */
	struct error failure; /* of sending it */
	struct buf reply;
	size_t lines;

	/* Sent ahead of its turn, see client_send_ahead(). */
	struct client_pending *next_ahead;
	unsigned long step;
	struct buf wire;
	client_sink *ahead_sink; /* gets the reply when its turn has come, */
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
	struct client_pending *pending;
	struct turn *turn;
	struct subscription *subscription;
	bool role; /* it is the one that reads */
	bool asleep;
	bool has_wake;
	pthread_cond_t wake; /* wakes it if it has no cancel descriptor, */
	int ring[2];         /* else a byte in this pipe does */
};

struct client {
	int fd;
	struct client_config config;
	unsigned generation; /* see client_check_process() */

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
	struct client_pending *first, **end; /* in the order of the replies */
	struct waiter *waiters;
	bool reading;      /* somebody has the role, */
	atomic_bool at_rest; /* has taken apart all and waits for more */
	struct client_pending *stream; /* parsing stopped there: see may_read() */
	int64_t paused;    /* milliseconds spent in sinks so far */
	bool in_sink;      /* in this thread: */
	pthread_t sink_thread;
	bool need_sync;    /* a reply may come that is not by its place */
	bool sync_due;     /* a request that echoes was refused */
	bool echo_lost;    /* a request that Tor may echo timed out */
	struct client_pending *late; /* see client_ask(); it may be in the queue */
	bool lost;
	struct error lost_error;
	struct subscription *subscriptions;

	/* Sent ahead; their turn has not come. */
	struct client_pending *ahead, **ahead_end;
	unsigned long step; /* whose turn it is */
	bool large;         /* so was the last reply, see CLIENT_AHEAD_LARGE */

	struct subscription *signals; /* see client_events_fd() */
	int signal[2];
	bool signalled;

	/* The own thread, see client_read_on(). */
	bool has_thread, closing;
	pthread_t thread;
	pthread_cond_t idle;   /* it waits for this while others read */
	unsigned long turns;   /* how often somebody began to wait */
	int64_t busy_until;
	bool idling;           /* it waits without a deadline */
	bool polling, kicked;  /* it polls; a byte in `kick` ends that */
	int kick[2];

	/* Used only by the program's thread. */
	client_sink *tap;
	void *tap_arg;

	/* Used only by who has the role. */
	struct incoming incoming;
	struct queue events;      /* that are not yet handed over */
	struct client_pending *current; /* whose reply is coming; NULL: drop it */
	bool in_event;            /* the block being read belongs to an event */
	bool in_reply;
	bool refused;             /* the reply has an error line */
	bool guarding;            /* drop all lines until the answer to a sync */
	int64_t guard_end;        /* when that should have come; under `lock` */
	struct buf without_logins; /* lines of the window, see client_config */
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
	return error_set(error, ERROR_CONNECTION, CLIENT_NO_END);
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

static void trace(const struct client *client, bool sent, struct span bytes)
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

static void pending_free(struct client_pending *pending)
{
	if (!pending)
		return;
	buf_clear(&pending->reply);
	buf_clear(&pending->wire);
	error_clear(&pending->failure);
	free(pending->verb);
	free(pending);
}

static void enqueue(struct client *client, struct client_pending *pending)
{
	*client->end = pending;
	client->end = &pending->next;
}

/* Removes the first; frees it if nobody wants it any more. */
static void dequeue(struct client *client)
{
	struct client_pending *first = client->first;

	client->first = first->next;
	if (!client->first)
		client->end = &client->first;
	first->next = NULL;
	if (client->current == first)
		client->current = NULL;
	if (*first->sync.key || (first->abandoned && first != client->late))
		pending_free(first);
}

static bool set_lost_error(const struct client *client, struct error *error)
{
	return error_set(error, client->lost_error.kind, "%s",
		client->lost_error.text);
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

static bool is_full(const struct client *client)
{
	for (const struct subscription *subscription = client->subscriptions;
		subscription; subscription = subscription->next)
		if (subscription_is_full(subscription))
			return true;
	return false;
}

static bool is_ready(const struct client *client, const struct waiter *waiter)
{
	const struct subscription *next = client->subscriptions;

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
static bool may_read(const struct client *client,
	const struct waiter *waiter)
{
	return !client->reading && !(waiter && waiter->turn) &&
		(!client->stream ||
		(waiter && client->stream == waiter->pending));
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

static void wake_ready(struct client *client)
{
	for (struct waiter *waiter = client->waiters; waiter;
		waiter = waiter->next)
		if (client->lost || is_ready(client, waiter))
			wake(waiter);
	if (client->signals) {
		bool news = client->lost || client->signals->queue.count;

		if (news && !client->signalled)
			ring(client->signal[1]);
		else if (!news && client->signalled)
			hush(client->signal[0]);
		client->signalled = news;
	}
}

static void wake_thread(struct client *client)
{
	if (client->has_thread && client->idling)
		pthread_cond_signal(&client->idle);
}

static void set_lost(struct client *client, struct error *error)
{
	if (!client->lost) {
		client->lost = true;
		error_move(&client->lost_error, error);
	}
	error_clear(error);
	wake_ready(client);
	wake_thread(client);
}

/* Gives the role up, to the next one in the order of replies if possible. */
static void pass_on(struct client *client, struct waiter *from)
{
	struct waiter *next = NULL;

	if (from)
		from->role = false;
	client->reading = false;
	for (struct waiter *waiter = client->waiters; waiter;
		waiter = waiter->next)
		if (waiter != from && waiter->asleep &&
			may_read(client, waiter) && (!next ||
			(waiter->pending && waiter->pending == client->first)))
			next = waiter;
	if (next) {
		next->role = true;
		client->reading = true;
		wake(next);
		return;
	}
	client->busy_until = clock_deadline(CLIENT_LINGER);
	wake_thread(client);
}

static void kick_thread(struct client *client)
{
	if (!client->polling || client->kicked)
		return;
	client->kicked = true;
	ring(client->kick[1]);
}

/*
 * Waits as poll() does; the first descriptor is that of the sleeping waiter's
 * ring.
 */
static int sleep_on(struct client *client, struct waiter *waiter,
	struct pollfd *wait, size_t count, int64_t deadline)
{
	int ready, why;

	pthread_mutex_unlock(&client->lock);
	ready = poll(wait, (nfds_t)count, clock_poll_timeout(deadline));
	why = errno;
	pthread_mutex_lock(&client->lock);
	if (!waiter->asleep)
		hush(waiter->ring[0]);
	errno = why;
	return ready;
}

/*
 * Sleeps until woken, at most until `deadline`. Returns whether it was woken;
 * at the deadline, without an error.
 */
static bool fall_asleep(struct client *client, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error)
{
	bool ok = true;

	if (cancel_fd >= 0 && waiter->ring[0] < 0 && !pipe_open(waiter->ring))
		return error_set(error, ERROR_CONNECTION, "pipe: %s",
			strerror(errno));
	waiter->asleep = true;
	kick_thread(client);
	if (waiter->ring[0] < 0) {
		if (!waiter->has_wake)
			condition_init(&waiter->wake);
		waiter->has_wake = true;
		while (waiter->asleep && ok)
			ok = condition_wait(&waiter->wake, &client->lock,
				deadline);
	} else {
		struct pollfd wait[] = {
			{ .fd = waiter->ring[0], .events = POLLIN },
			{ .fd = cancel_fd, .events = POLLIN },
		};
		int ready = sleep_on(client, waiter, wait, 2, deadline);

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
static bool deliver_events(struct client *client, struct error *error)
{
	struct queue_event event;
	bool ok = true;

	if (!client->events.count)
		return true;
	pthread_mutex_lock(&client->lock);
	while (queue_take(&client->events, &event)) {
		struct span name = event_name(event.raw);

		for (struct subscription *to = client->subscriptions; to;
			to = to->next)
			if (subscription_wants(to, name))
				subscription_add(to, &event);
	}
	for (struct subscription *to = client->subscriptions; to;
		to = to->next)
		ok = subscription_trim(to) && ok;
	wake_ready(client);
	pthread_mutex_unlock(&client->lock);
	return ok || error_set(error, ERROR_CONNECTION,
		"connection closed: more than %d MiB of events were not read",
		SUBSCRIPTION_EVENTS_MAX >> 20);
}

static bool take_event(struct client *client,
	const struct lexer_token *token, struct error *error)
{
	queue_add(&client->events, token->raw);
	if (token->kind == LEXER_LINE && token->separator == ' ')
		queue_commit(&client->events, client->incoming.time);
	if (queue_building(&client->events) <= CLIENT_EVENT_MAX)
		return true;
	return error_set(error, ERROR_CONNECTION,
		"connection closed: event larger than %d MiB",
		CLIENT_EVENT_MAX >> 20);
}

/* Drops a request that Tor has not answered: the answer to a later one came. */
static void pass_over_first(struct client *client)
{
	struct client_pending *first = client->first;

	first->unanswered = true;
	if (client->late == first)
		client->late = NULL;
	dequeue(client);
}

/*
 * If the line answers a sync, everything before it is over. Returns whether it
 * does. Under `lock`.
 */
static bool take_sync(struct client *client, struct span line)
{
	struct client_pending *sync = client->first;

	if (!span_starts(line, "552 Unrecognized key \"torctl-sync-"))
		return false;
	while (sync && !sync_matches(&sync->sync, line))
		sync = sync->next;
	if (!sync)
		return false;
	while (client->first != sync)
		pass_over_first(client);
	dequeue(client);
	client->echo_lost = false;
	wake_ready(client);
	return true;
}

/* Returns whether the answer to a sync is still to come. Under `lock`. */
static bool expects_sync(const struct client *client)
{
	const struct client_pending *pending = client->first;

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
static enum claim claim_reply(struct client *client,
	const struct client_pending *mine, const struct lexer_token *token)
{
	struct client_pending *first;
	enum claim claim = CLAIM_OK;

	pthread_mutex_lock(&client->lock);
	client->current = NULL;
	first = client->first;
	if (!first || take_sync(client, without_end(token->raw)))
		;
	else if (is_of_filter(token->raw) && expects_sync(client))
		claim = CLAIM_FILTER;
	else if (first->sink && first != mine && !first->abandoned)
		claim = CLAIM_STREAM;
	else if (!*first->sync.key)
		client->current = first;
	client->stream = claim == CLAIM_STREAM ? first : NULL;
	pthread_mutex_unlock(&client->lock);
	return claim;
}

static void feed_sink(struct client *client, struct client_pending *pending,
	struct span bytes)
{
	int64_t start = clock_now();
	bool more;

	pthread_mutex_lock(&client->lock);
	client->in_sink = true;
	client->sink_thread = pthread_self();
	pthread_mutex_unlock(&client->lock);
	more = pending->sink(pending->sink_arg, bytes);
	pthread_mutex_lock(&client->lock);
	client->in_sink = false;
	client->paused += clock_now() - start;
	pending->stopped = !more;
	pthread_mutex_unlock(&client->lock);
}

/* Parsed, a line of six bytes takes ten times as much memory. */
static bool reply_fits(const struct client *client, struct error *error)
{
	const struct client_pending *current = client->current;
	bool trusted = client->incoming.trusted;
	size_t limit = trusted ? CLIENT_REPLY_MAX : INCOMING_GREETING_MAX;

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
static void guard(struct client *client)
{
	client->guarding = true;
	client->guard_end = clock_deadline(CLIENT_GUARD);
}

/*
 * The reply is complete. A refusal may end in the middle of what Tor repeats:
 * until the answer to a sync the lines that follow may be the rest of it.
 */
static void complete_reply(struct client *client)
{
	struct client_pending *current = client->current;

	pthread_mutex_lock(&client->lock);
	if (client->refused && current->echoes) {
		guard(client);
		client->sync_due = !current->abandoned;
		client->need_sync = client->need_sync || client->sync_due;
	}
	client->large = current->reply.len > CLIENT_AHEAD_LARGE;
	current->done = true;
	dequeue(client);
	wake_ready(client);
	pthread_mutex_unlock(&client->lock);
}

/* A second answer to a request that nobody waits for, and that Tor may echo. */
static void guard_after_lost_echo(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	if (client->echo_lost) {
		guard(client);
		client->need_sync = client->need_sync ||
			!expects_sync(client);
	}
	pthread_mutex_unlock(&client->lock);
}

static bool take_reply(struct client *client,
	const struct lexer_token *token, struct error *error)
{
	bool last = token->kind == LEXER_LINE && token->separator == ' ';
	struct client_pending *current = client->current;
	bool filtered;

	if (!client->in_reply)
		client->refused = false;
	client->in_reply = !last;
	client->refused = client->refused || (token->kind == LEXER_LINE &&
		token->status / 100 != 2 &&
		token->status != CLIENT_UNRECOGNIZED);
	if (!current) {
		if (last && client->refused)
			guard_after_lost_echo(client);
		return true;
	}
	if (current->sink && !current->abandoned && !current->stopped)
		feed_sink(client, current, token->raw);
	if (current->reply.len > CLIENT_SECRET_MAX)
		current->reply.secret = false;
	if ((!current->abandoned || current->keep) &&
		(current->collect || last)) {
		buf_add_span(&current->reply, token->raw);
		current->lines += token->kind == LEXER_LINE;
	}
	if (!reply_fits(client, error))
		return false;
	if (!last)
		return true;
	/* A filter takes each line of a body for a command, and answers each. */
	filtered = current->body && is_of_filter(token->raw);
	complete_reply(client);
	return !filtered || refuse_filter(error);
}

/*
 * While guarding: takes a line, which may be anything, so that it does not go
 * through the lexer.
 */
static bool drop_line(struct client *client, const struct lexer_token *token,
	struct error *error)
{
	bool filtered;

	trace(client, false, token->raw);
	pthread_mutex_lock(&client->lock);
	client->guarding = !take_sync(client, without_end(token->raw));
	filtered = client->guarding && is_of_filter(token->raw) &&
		expects_sync(client);
	pthread_mutex_unlock(&client->lock);
	return !filtered || refuse_filter(error);
}

static void hide_logins(struct client *client, struct lexer_token *token)
{
	struct buf *shown = &client->without_logins;

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
static enum apart take_apart(struct client *client,
	struct client_pending *mine, struct error *error)
{
	struct incoming *incoming = &client->incoming;
	struct error failure = ERROR_INIT;
	struct lexer_token token;
	enum apart apart = APART_MORE;
	bool ok = true;

	while (ok && apart == APART_MORE && (client->guarding ?
		incoming_look_at_line(incoming, &token, &failure) :
		incoming_look(incoming, &token, &failure))) {
		if (client->guarding) {
			incoming_take(incoming, &token);
			ok = drop_line(client, &token, &failure);
			continue;
		}
		if (token.kind == LEXER_LINE)
			client->in_event = token.status >= 600 &&
				token.status <= 699;
		if (!client->in_event && !client->in_reply) {
			enum claim claim = CLAIM_OK;

			ok = deliver_events(client, &failure);
			if (ok)
				claim = claim_reply(client, mine, &token);
			if (claim == CLAIM_FILTER)
				ok = refuse_filter(&failure);
			if (claim == CLAIM_STREAM) {
				apart = APART_STREAM;
				break;
			}
		}
		incoming_take(incoming, &token);
		trace(client, false, token.raw);
		if (client->config.hide_logins)
			hide_logins(client, &token);
		ok = ok && (client->in_event ?
			take_event(client, &token, &failure) :
			take_reply(client, &token, &failure));
		if (mine && (mine->done || mine->stopped))
			apart = APART_DONE;
	}
	if (deliver_events(client, failure.kind == ERROR_NONE ? &failure :
		NULL) && failure.kind == ERROR_NONE)
		return apart;
	error_move(error, &failure);
	return APART_LOST;
}

/*
 * Takes apart what has come, after reading more if `more`. Sets `lost` if that
 * is the end.
 */
static enum apart go_on(struct client *client, struct client_pending *mine,
	bool more)
{
	struct error failure = ERROR_INIT;
	enum apart apart = APART_LOST;

	if (!more || incoming_read(&client->incoming, &failure))
		apart = take_apart(client, mine, &failure);
	else
		deliver_events(client, NULL);
	if (apart == APART_LOST) {
		pthread_mutex_lock(&client->lock);
		set_lost(client, &failure);
		pthread_mutex_unlock(&client->lock);
	}
	error_clear(&failure);
	return apart;
}

/* ---- waiting */

static void waiter_begin(struct client *client, struct waiter *waiter)
{
	waiter->ring[0] = waiter->ring[1] = -1;
	waiter->next = client->waiters;
	client->waiters = waiter;
	client->turns++;
}

/* From now on nobody expects the reply. */
static void abandon(struct client *client, struct client_pending *pending)
{
	client->need_sync = true;
	client->echo_lost = client->echo_lost || pending->echoes;
	if (client->stream == pending)
		client->stream = NULL;
	pending->keep = pending->keep && !client->lost &&
		(!client->late || client->late->done);
	if (pending->keep) {
		pending_free(client->late);
		client->late = pending;
	}
	/* Last, since who reads looks at it without the lock. */
	pending->abandoned = true;
}

static void waiter_end(struct client *client, struct waiter *waiter)
{
	struct waiter **place = &client->waiters;

	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	if (waiter->role || !client->reading)
		pass_on(client, waiter);
	else if (!client->waiters)
		wake_thread(client);
	pipe_close(waiter->ring);
	if (waiter->has_wake)
		pthread_cond_destroy(&waiter->wake);
}

/* Reads for everybody until the waiter is ready or its time is over. */
static bool read_for_all(struct client *client, struct waiter *waiter,
	int64_t limit, int cancel_fd, struct error *error)
{
	enum apart apart;
	bool ok = true;

	pthread_mutex_unlock(&client->lock);
	apart = go_on(client, waiter->pending, false);
	pthread_mutex_lock(&client->lock);
	if (apart == APART_MORE && !is_ready(client, waiter) && !client->lost) {
		client->at_rest = true;
		pthread_mutex_unlock(&client->lock);
		ok = socket_wait(client->fd, POLLIN, limit, cancel_fd, error);
		client->at_rest = false;
		if (ok)
			apart = go_on(client, waiter->pending, true);
		pthread_mutex_lock(&client->lock);
	}
	if (apart == APART_STREAM)
		pass_on(client, waiter);
	return ok;
}

/*
 * Returns whether what came before the limit may not yet be taken apart, since
 * torctl was stopped: then another thread that reads gets a little more time.
 */
static bool is_behind(const struct client *client,
	const struct waiter *waiter, int64_t limit)
{
	struct pollfd unread = { .fd = client->fd, .events = POLLIN };
	int64_t now = clock_now();

	return client->reading && !waiter->role && limit != CLOCK_NEVER &&
		now >= limit &&
		now < limit + CLIENT_CATCH_UP && (!client->at_rest ||
		poll(&unread, 1, 0) > 0);
}

/*
 * Waits, as described in client.h. Returns whether the waiter is ready; if not,
 * the error says why. Under `lock`.
 */
static bool await(struct client *client, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error)
{
	int64_t paused = client->paused;
	bool ok = true;

	while (ok && !is_ready(client, waiter) && !client->lost) {
		int64_t limit = deadline == CLOCK_NEVER ? deadline :
			deadline + client->paused - paused;

		if (client->in_sink && limit != CLOCK_NEVER)
			limit = clock_deadline(CLIENT_SINK_PAUSE);
		else if (is_behind(client, waiter, limit))
			limit = clock_deadline(1);
		if (!waiter->role && may_read(client, waiter))
			waiter->role = client->reading = true;
		if (waiter->role)
			ok = read_for_all(client, waiter, limit, cancel_fd,
				error) && (limit == CLOCK_NEVER ||
				clock_now() < limit + CLIENT_CATCH_UP ||
				is_ready(client, waiter));
		else
			ok = fall_asleep(client, waiter, limit, cancel_fd,
				error);
		/* The time that others spend in a sink does not count. */
		if (!ok && (error->kind == ERROR_NONE ||
			error->kind == ERROR_TIMEOUT) &&
			deadline != CLOCK_NEVER &&
			(client->in_sink || is_behind(client, waiter, limit) ||
			clock_now() < deadline + client->paused - paused)) {
			error_clear(error);
			ok = true;
		}
	}
	if (is_ready(client, waiter))
		error_clear(error);
	else if (client->lost)
		return set_lost_error(client, error);
	else if (error->kind == ERROR_NONE)
		error_set(error, ERROR_TIMEOUT, "timed out");
	return is_ready(client, waiter);
}

/*
 * Waits until no other thread has the turn, which would wait for itself in the
 * thread that has it. Under `lock`.
 */
static bool take_turn(struct client *client, struct turn *turn,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct turn mine = { true, pthread_self() };
	struct waiter waiter = { .turn = turn };
	bool ok = true, wait = turn->taken;

	if (wait && pthread_equal(turn->thread, mine.thread))
		return error_set(error, ERROR_USAGE,
			"the previous request must be finished first");
	if (wait) {
		waiter_begin(client, &waiter);
		ok = await(client, &waiter, deadline, cancel_fd, error);
	}
	if (ok)
		*turn = mine;
	if (wait)
		waiter_end(client, &waiter);
	return ok;
}

/* Offers the turn to who has waited longest. Under `lock`. */
static void end_turn(struct client *client, struct turn *turn)
{
	struct waiter *oldest = NULL;

	turn->taken = false;
	for (struct waiter *waiter = client->waiters; waiter;
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
static bool look(struct client *client)
{
	struct pollfd wait = { .fd = client->fd, .events = POLLIN };
	bool role, some;

	if (!client_check_process(client, NULL))
		return false;
	pthread_mutex_lock(&client->lock);
	/* What was sent ahead is answered between events: keep the order. */
	role = !client->lost && !is_full(client) && !client->ahead &&
		may_read(client, NULL);
	client->reading = client->reading || role;
	pthread_mutex_unlock(&client->lock);
	if (!role)
		return false;
	some = go_on(client, NULL, false) == APART_MORE &&
		poll(&wait, 1, 0) > 0 && go_on(client, NULL, true) !=
		APART_LOST;
	pthread_mutex_lock(&client->lock);
	pass_on(client, NULL);
	pthread_mutex_unlock(&client->lock);
	return some;
}

void client_catch_up(struct client *client)
{
	int64_t deadline = clock_deadline(CLIENT_CATCH_UP);

	while (look(client) && clock_now() < deadline)
		;
}

/* ---- the own thread */

/* Reads until somebody else wants to. Under `lock`. */
static void read_alone(struct client *client)
{
	struct error failure = ERROR_INIT;
	enum apart apart = APART_MORE;

	client->reading = client->polling = true;
	while (apart == APART_MORE && !client->kicked && !client->lost &&
		!is_full(client)) {
		bool more;

		pthread_mutex_unlock(&client->lock);
		apart = go_on(client, NULL, false);
		more = apart == APART_MORE && socket_wait(client->fd, POLLIN,
			CLOCK_NEVER, client->kick[0], &failure);
		if (more)
			apart = go_on(client, NULL, true);
		pthread_mutex_lock(&client->lock);
		if (failure.kind == ERROR_CONNECTION)
			set_lost(client, &failure);
		error_clear(&failure);
	}
	client->polling = false;
	if (client->kicked)
		hush(client->kick[0]);
	client->kicked = false;
	pass_on(client, NULL);
}

/* While one request follows the other, it looks again instead of being woken. */
static void *run_thread(void *arg)
{
	struct client *client = arg;
	unsigned long turns = 0;
	int64_t until;

	pthread_mutex_lock(&client->lock);
	while (!client->closing && !client->lost) {
		bool wait = client->waiters || is_full(client) ||
			!may_read(client, NULL);

		if (!wait && clock_now() >= client->busy_until) {
			read_alone(client);
			continue;
		}
		client->idling = wait && turns == client->turns;
		turns = client->turns;
		until = wait ? clock_deadline(CLIENT_LINGER) :
			client->busy_until;
		condition_wait(&client->idle, &client->lock,
			client->idling ? CLOCK_NEVER : until);
		client->idling = false;
	}
	pthread_mutex_unlock(&client->lock);
	return NULL;
}

bool client_read_on(struct client *client, struct error *error)
{
	int result = 0;

	if (!client_check_process(client, error))
		return false;
	pthread_mutex_lock(&client->lock);
	if (!client->has_thread) {
		if (client->kick[0] < 0 && !pipe_open(client->kick))
			result = errno;
		else
			result = thread_start(&client->thread, run_thread,
				client);
		client->has_thread = !result;
	}
	pthread_mutex_unlock(&client->lock);
	return !result || error_set(error, ERROR_CONNECTION,
		"cannot start a thread: %s", strerror(result));
}

/* ---- the connection */

struct client *client_new(int fd, const struct client_config *config)
{
	struct client *client = alloc_zeroed(sizeof(*client));

	client->fd = fd;
	client->generation = forks_generation();
	client->config = *config;
	client->end = &client->first;
	client->ahead_end = &client->ahead;
	client->unsent.secret = true;
	client->kick[0] = client->kick[1] = -1;
	client->signal[0] = client->signal[1] = -1;
	incoming_init(&client->incoming, fd);
	pthread_mutex_init(&client->lock, NULL);
	condition_init(&client->idle);
	return client;
}

bool client_check_process(const struct client *client, struct error *error)
{
	return client->generation == forks_generation() || error_set(error,
		ERROR_CONNECTION, "the connection belongs to the parent "
		"process; connect again after fork()");
}

/* Frees what the threads of the parent could not be changing at the fork. */
static void leave_to_parent(struct client *client)
{
	close(client->fd);
	pipe_close(client->kick);
	pipe_close(client->signal);
	free(client);
}

void client_free(struct client *client)
{
	struct client_pending *late;

	if (!client)
		return;
	if (!client_check_process(client, NULL)) {
		leave_to_parent(client);
		return;
	}
	pthread_mutex_lock(&client->lock);
	client->closing = true;
	kick_thread(client);
	pthread_cond_signal(&client->idle);
	pthread_mutex_unlock(&client->lock);
	shutdown(client->fd, SHUT_RDWR);
	if (client->has_thread)
		pthread_join(client->thread, NULL);
	while (client->subscriptions)
		client_unsubscribe(client, client->subscriptions);
	client_begin_step(client, ULONG_MAX);
	late = client->late;
	client->late = NULL;
	if (late && late->done)
		pending_free(late);
	while (client->first)
		dequeue(client);
	close(client->fd);
	pipe_close(client->kick);
	pipe_close(client->signal);
	incoming_clear(&client->incoming);
	queue_clear(&client->events);
	buf_clear(&client->without_logins);
	buf_clear(&client->unsent);
	error_clear(&client->lost_error);
	pthread_cond_destroy(&client->idle);
	pthread_mutex_destroy(&client->lock);
	free(client);
}

void client_hang_up(struct client *client)
{
	struct error error = ERROR_INIT;

	if (!client_check_process(client, NULL))
		return;
	error_set(&error, ERROR_CONNECTION,
		"the connection was closed locally");
	pthread_mutex_lock(&client->lock);
	set_lost(client, &error);
	pthread_mutex_unlock(&client->lock);
	/* Ends the poll of who reads. */
	shutdown(client->fd, SHUT_RDWR);
}

void client_set_timeout(struct client *client, int timeout)
{
	if (!client_check_process(client, NULL))
		return;
	pthread_mutex_lock(&client->lock);
	client->config.timeout = timeout;
	pthread_mutex_unlock(&client->lock);
}

void client_set_limit(struct client *client, int64_t limit)
{
	if (!client_check_process(client, NULL))
		return;
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
	if (!client_check_process(client, NULL))
		return;
	pthread_mutex_lock(&client->lock);
	client->config.cancel_fd = cancel_fd;
	pthread_mutex_unlock(&client->lock);
}

void client_trust(struct client *client)
{
	client->incoming.trusted = true;
}

bool client_connected(struct client *client)
{
	bool lost;

	if (!client_check_process(client, NULL))
		return false;
	look(client);
	pthread_mutex_lock(&client->lock);
	lost = client->lost;
	pthread_mutex_unlock(&client->lock);
	return !lost;
}

char *client_describe_peer(struct client *client)
{
	return client_check_process(client, NULL) ?
		incoming_describe_peer(&client->incoming) : NULL;
}

void client_tap(struct client *client, client_sink *sink, void *arg)
{
	client->tap = sink;
	client->tap_arg = arg;
}

/* ---- requests */

static void give_up_role(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	pass_on(client, NULL);
	pthread_mutex_unlock(&client->lock);
}

/* Used while Tor, or a relay in between, takes no more before we read. */
static bool read_while_sending(struct client *client, int64_t deadline,
	int cancel_fd, struct error *error)
{
	struct pollfd wait = { .fd = client->fd, .events = POLLIN };
	enum apart apart = APART_LOST;
	short events = POLLOUT;
	int64_t limit = deadline;
	bool role, ok;

	pthread_mutex_lock(&client->lock);
	role = !client->lost && may_read(client, NULL);
	client->reading = client->reading || role;
	pthread_mutex_unlock(&client->lock);
	if (role)
		apart = go_on(client, NULL, false);
	if (role && apart != APART_MORE)
		give_up_role(client);
	if (apart == APART_MORE)
		events |= POLLIN;
	/* Who reads now may stop before all is sent. */
	else if (clock_deadline(CLIENT_SINK_PAUSE) < limit)
		limit = clock_deadline(CLIENT_SINK_PAUSE);
	client->at_rest = apart == APART_MORE;
	ok = socket_wait(client->fd, events, limit, cancel_fd, error);
	if (apart == APART_MORE)
		client->at_rest = false;
	if (ok && apart == APART_MORE && poll(&wait, 1, 0) > 0)
		go_on(client, NULL, true);
	if (role && apart == APART_MORE)
		give_up_role(client);
	if (ok || error->kind != ERROR_TIMEOUT || clock_now() >= deadline)
		return ok;
	error_clear(error);
	return true;
}

/*
 * Sends what is to be sent. What remains after a failure goes out before the
 * next request. With `sending`.
 */
static bool flush(struct client *client, int64_t deadline, int cancel_fd,
	struct error *error)
{
	struct buf *unsent = &client->unsent;
	struct error failure = ERROR_INIT;
	size_t sent = 0;
	bool ok = true;

	while (ok && sent < unsent->len) {
		ssize_t done = send(client->fd, unsent->data + sent,
			unsent->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (done >= 0)
			sent += (size_t)done;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			ok = read_while_sending(client, deadline, cancel_fd,
				&failure);
		else if (errno != EINTR)
			ok = error_set(&failure, ERROR_CONNECTION,
				"control connection lost: %s",
				strerror(errno));
	}
	/* What it has said before can still be read. */
	if (failure.kind == ERROR_CONNECTION)
		shutdown(client->fd, SHUT_RDWR);
	buf_consume(unsent, sent);
	return ok || error_move(error, &failure);
}

/* Appends bytes to what is to be sent. With `sending`. */
static void add_unsent(struct client *client, struct span wire)
{
	trace(client, true, wire);
	buf_add_span(&client->unsent, wire);
}

/* Appends a sync to the queue, and to what is to be sent. With `sending`. */
static void add_sync(struct client *client)
{
	struct client_pending *sync = alloc_zeroed(sizeof(*sync));
	struct buf line = BUF_INIT;

	sync_renew(&sync->sync);
	buf_print(&line, "GETINFO %s\r\n", sync->sync.key);
	pthread_mutex_lock(&client->lock);
	enqueue(client, sync);
	client->need_sync = client->sync_due = false;
	pthread_mutex_unlock(&client->lock);
	add_unsent(client, buf_span(&line));
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
static void explain(struct client *client,
	const struct client_pending *pending, bool sent, struct error *error)
{
	char *what = error->kind == ERROR_TIMEOUT ?
		client_describe_peer(client) : NULL;

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
static bool begin_sending(struct client *client,
	struct client_pending *pending, struct error *error)
{
	bool ok;

	pthread_mutex_lock(&client->lock);
	pending->timeout = client->config.timeout;
	pending->cancel_fd = client->config.cancel_fd;
	pending->deadline = client_deadline(&client->config);
	if (client->lost)
		ok = set_lost_error(client, error);
	else if (client->in_sink && pthread_equal(client->sink_thread,
		pthread_self()))
		ok = error_set(error, ERROR_USAGE, "a request cannot be sent "
			"while a reply is passed on");
	else
		ok = take_turn(client, &client->sending, pending->deadline,
			pending->cancel_fd, error);
	pthread_mutex_unlock(&client->lock);
	return ok;
}

static void end_sending(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	end_turn(client, &client->sending);
	pthread_mutex_unlock(&client->lock);
}

/*
 * Removes the last request from the queue. Returns false if a reply came for it
 * nevertheless.
 */
static bool take_back(struct client *client, struct client_pending *pending)
{
	struct client_pending **place = &client->first;
	bool ok;

	pthread_mutex_lock(&client->lock);
	while (*place && *place != pending)
		place = &(*place)->next;
	ok = *place && client->current != pending;
	if (ok) {
		*place = NULL;
		client->end = place;
	}
	if (ok && client->stream == pending) {
		client->stream = NULL;
		if (!client->reading)
			pass_on(client, NULL);
	}
	pthread_mutex_unlock(&client->lock);
	return ok;
}

/*
 * Appends the request to the queue and sends it. If the deadline comes before
 * any of it was sent, takes it back and fails; if part of it was, the rest goes
 * out before the next one. With `sending`.
 */
static bool send_now(struct client *client, struct client_pending *pending,
	struct span wire, struct error *error)
{
	struct error *failure = &pending->failure;
	bool need_sync;

	pthread_mutex_lock(&client->lock);
	/* Others may not be answered, and what is echoed taken for theirs. */
	need_sync = client->need_sync || (pending->alone && client->first);
	pthread_mutex_unlock(&client->lock);
	if (need_sync)
		add_sync(client);
	pthread_mutex_lock(&client->lock);
	enqueue(client, pending);
	pthread_mutex_unlock(&client->lock);
	add_unsent(client, wire);
	if (flush(client, pending->deadline, pending->cancel_fd, failure))
		return true;
	if (failure->kind == ERROR_CONNECTION) {
		/* A peer that closed may have said why: reading will tell. */
		error_clear(failure);
	} else if (client->unsent.len >= wire.len &&
		take_back(client, pending)) {
		buf_truncate(&client->unsent, client->unsent.len - wire.len);
		return error_move(error, failure);
	} else {
		pending->partly_sent = true;
	}
	return true;
}

static void describe_request(struct client_pending *pending,
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
static struct client_pending *claim_ahead(struct client *client,
	struct client_pending *pending, struct span wire)
{
	struct client_pending **place = &client->ahead, *found;

	pthread_mutex_lock(&client->lock);
	while (*place && ((*place)->step != client->step ||
		(*place)->wire.len != wire.len ||
		memcmp((*place)->wire.data, wire.at, wire.len) != 0))
		place = &(*place)->next_ahead;
	found = *place;
	if (found) {
		*place = found->next_ahead;
		if (!*place)
			client->ahead_end = place;
		found->last_line = !pending->collect;
		found->ahead_sink = pending->sink;
		found->sink_arg = pending->sink_arg;
		found->timeout = client->config.timeout;
		found->cancel_fd = client->config.cancel_fd;
		found->deadline = client_deadline(&client->config);
	}
	pthread_mutex_unlock(&client->lock);
	if (found)
		pending_free(pending);
	return found;
}

/* Sends a prepared request; frees it if that is impossible. */
static struct client_pending *start(struct client *client,
	struct client_pending *pending, struct request *request,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct client_pending *ahead = NULL;
	bool ok = client_check_process(client, error) &&
		request_finish(request, error);

	if (ok)
		describe_request(pending, request);
	if (ok && !pending->keep)
		ahead = claim_ahead(client, pending, buf_span(&request->wire));
	if (ahead)
		return ahead;
	if (ok && begin_sending(client, pending, &failure)) {
		ok = send_now(client, pending, buf_span(&request->wire),
			&failure);
		if (!ok || !pending->alone)
			end_sending(client);
	}
	if (failure.kind == ERROR_NONE && ok)
		return pending;
	if (failure.kind != ERROR_NONE) {
		explain(client, pending, false, &failure);
		error_move(error, &failure);
	}
	pending_free(pending);
	return NULL;
}

/* After a request during which nothing else was sent. */
static void finish_alone(struct client *client, bool ok, int64_t deadline,
	int cancel_fd)
{
	bool due;

	pthread_mutex_lock(&client->lock);
	due = client->sync_due && ok;
	client->sync_due = false;
	pthread_mutex_unlock(&client->lock);
	if (due) {
		add_sync(client);
		flush(client, deadline, cancel_fd, NULL);
	}
	end_sending(client);
}

/* Passes a reply that came before its turn to its sink. Under `lock`. */
static void hand_over(struct client *client, struct client_pending *pending)
{
	struct buf *reply = &pending->reply;
	size_t last = reply->len - 1;

	pthread_mutex_unlock(&client->lock);
	pending->sink = pending->ahead_sink;
	feed_sink(client, pending, buf_span(reply));
	while (last && reply->data[last - 1] != '\n')
		last--;
	if (pending->last_line)
		buf_consume(reply, last);
	pthread_mutex_lock(&client->lock);
}

bool client_finish(struct client *client, struct client_pending *pending,
	struct reply *reply, struct error *error)
{
	struct waiter waiter = { .pending = pending };
	struct buf bytes = BUF_INIT_SECRET;
	struct error failure = ERROR_INIT;
	bool ok, alone = pending->alone, free_it;
	int cancel_fd = pending->cancel_fd;
	int64_t deadline;

	reply_clear(reply);
	if (!client_check_process(client, error))
		return false;
	error_move(&failure, &pending->failure);
	pthread_mutex_lock(&client->lock);
	deadline = pending->deadline;
	if (pending->ahead && client->first != pending)
		deadline = client_deadline(&client->config);
	waiter_begin(client, &waiter);
	ok = failure.kind == ERROR_NONE && await(client, &waiter, deadline,
		cancel_fd, &failure) && pending->done;
	if (ok && pending->ahead_sink)
		hand_over(client, pending);
	if (pending->stopped)
		ok = error_set(&failure, ERROR_FILE,
			"cannot write the output");
	free_it = pending->done || pending->unanswered;
	if (pending->unanswered)
		error_set(&failure, ERROR_TIMEOUT, "no reply to %s",
			pending->verb);
	else if (!ok && failure.kind != ERROR_FILE)
		explain(client, pending, true, &failure);
	/* No reply reaches anybody; by now, a filter hides the key's answer. */
	if (failure.kind == ERROR_TIMEOUT && client->guarding &&
		clock_now() >= client->guard_end) {
		struct error end = ERROR_INIT;

		refuse_filter(&end);
		set_lost(client, &end);
		shutdown(client->fd, SHUT_RDWR);
	}
	if (!free_it)
		abandon(client, pending);
	if (ok)
		bytes = pending->reply;
	if (ok)
		pending->reply = (struct buf)BUF_INIT_SECRET;
	waiter_end(client, &waiter);
	pthread_mutex_unlock(&client->lock);
	if (free_it)
		pending_free(pending);
	if (alone)
		finish_alone(client, ok, deadline, cancel_fd);
	if (ok)
		ok = reply_parse(reply, &bytes, &failure);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	buf_clear(&bytes);
	return ok;
}

static struct client_pending *prepare(bool collect, client_sink *sink,
	void *arg)
{
	struct client_pending *pending = alloc_zeroed(sizeof(*pending));

	pending->collect = collect;
	pending->sink = sink;
	pending->sink_arg = arg;
	pending->reply.secret = true;
	return pending;
}

struct client_pending *client_send(struct client *client,
	struct request *request, client_sink *sink, void *arg,
	struct error *error)
{
	struct client_pending *pending = prepare(!sink, sink, arg);

	pending->ahead = true;
	return start(client, pending, request, error);
}

/* What is not sent goes out before the next request. With `sending`. */
static void flush_ahead(struct client *client, int64_t deadline, int cancel_fd)
{
	struct error error = ERROR_INIT;

	flush(client, deadline, cancel_fd, &error);
	error_clear(&error);
}

static void append_ahead(struct client *client, struct client_pending *pending)
{
	struct span wire = buf_span(&pending->wire);
	bool need_sync;

	if (client->unsent.len + wire.len > CLIENT_BATCH)
		flush_ahead(client, pending->deadline, pending->cancel_fd);
	pthread_mutex_lock(&client->lock);
	need_sync = client->need_sync;
	pthread_mutex_unlock(&client->lock);
	if (need_sync)
		add_sync(client);
	pthread_mutex_lock(&client->lock);
	enqueue(client, pending);
	*client->ahead_end = pending;
	client->ahead_end = &pending->next_ahead;
	pthread_mutex_unlock(&client->lock);
	add_unsent(client, wire);
}

void client_send_ahead(struct client *client, struct request *request,
	unsigned long step)
{
	struct client_pending *pending = prepare(true, NULL, NULL);
	struct error error = ERROR_INIT;

	pending->step = step;
	if (client_check_process(client, NULL) &&
		request_finish(request, NULL)) {
		describe_request(pending, request);
		buf_add_span(&pending->wire, buf_span(&request->wire));
	}
	if (pending->wire.len && !pending->alone &&
		begin_sending(client, pending, &error)) {
		append_ahead(client, pending);
		end_sending(client);
	} else {
		pending_free(pending);
	}
	error_clear(&error);
}

void client_flush_ahead(struct client *client)
{
	struct client_pending now = { .stopped = false };
	struct error error = ERROR_INIT;

	if (client_check_process(client, NULL) &&
		begin_sending(client, &now, &error)) {
		flush_ahead(client, now.deadline, now.cancel_fd);
		end_sending(client);
	}
	error_clear(&error);
}

void client_begin_step(struct client *client, unsigned long step)
{
	struct client_pending *ahead;

	pthread_mutex_lock(&client->lock);
	client->step = step;
	while ((ahead = client->ahead) && ahead->step < step) {
		client->ahead = ahead->next_ahead;
		if (!client->ahead)
			client->ahead_end = &client->ahead;
		if (ahead->done || ahead->unanswered)
			pending_free(ahead);
		else
			ahead->abandoned = true;
	}
	pthread_mutex_unlock(&client->lock);
}

bool client_has_next(struct client *client)
{
	const struct client_pending *next;
	bool has;

	pthread_mutex_lock(&client->lock);
	next = client->ahead;
	has = next && next->step == client->step + 1 &&
		next == client->first && !client->reading &&
		!client->in_reply && !client->guarding &&
		incoming_has_reply(&client->incoming);
	pthread_mutex_unlock(&client->lock);
	return has;
}

bool client_may_ask_ahead(struct client *client)
{
	bool may;

	pthread_mutex_lock(&client->lock);
	may = !client->lost && !client->large;
	pthread_mutex_unlock(&client->lock);
	return may;
}

/* Sends a prepared request and waits for its reply. */
static bool perform(struct client *client, struct client_pending *pending,
	struct request *request, struct reply *reply, struct error *error)
{
	reply_clear(reply);
	pending = start(client, pending, request, error);
	return pending && client_finish(client, pending, reply, error);
}

bool client_request(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	return perform(client, prepare(true, client->tap, client->tap_arg),
		request, reply, error);
}

bool client_stream(struct client *client, struct request *request,
	client_sink *sink, void *arg, struct reply *reply,
	struct error *error)
{
	return perform(client, prepare(false, sink, arg), request, reply,
		error);
}

/* Fails if the reply is an error; `reply` may be NULL. */
static bool command(struct client *client, struct client_pending *pending,
	struct request *request, struct reply *reply, struct error *error)
{
	struct reply own = REPLY_INIT;
	bool ok;

	if (!reply)
		reply = &own;
	ok = perform(client, pending, request, reply, error) &&
		reply_check(reply, error);
	reply_clear(&own);
	return ok;
}

bool client_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	return command(client, prepare(true, client->tap, client->tap_arg),
		request, reply, error);
}

bool client_own_command(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	return command(client, prepare(true, NULL, NULL), request, reply,
		error);
}

bool client_ask(struct client *client, struct request *request,
	struct reply *reply, struct error *error)
{
	struct client_pending *pending = prepare(true, NULL, NULL);

	pending->keep = true;
	return command(client, pending, request, reply, error);
}

bool client_take_late(struct client *client, struct reply *reply,
	struct error *error)
{
	struct buf bytes = BUF_INIT_SECRET;
	struct client_pending *late;
	bool done;

	reply_clear(reply);
	if (!client_check_process(client, error))
		return false;
	look(client);
	pthread_mutex_lock(&client->lock);
	late = client->late;
	done = late && late->done;
	if (done) {
		bytes = late->reply;
		late->reply = (struct buf)BUF_INIT_SECRET;
		pending_free(late);
		client->late = NULL;
	} else if (client->lost) {
		set_lost_error(client, error);
	} else {
		error_set(error, late ? ERROR_TIMEOUT : ERROR_CONNECTION, late ?
			"the reply has not arrived yet" :
			"no reply is pending");
	}
	pthread_mutex_unlock(&client->lock);
	done = done && reply_parse(reply, &bytes, error) &&
		reply_check(reply, error);
	buf_clear(&bytes);
	return done;
}

/* ---- events */

/* Under `lock`. */
static void link_subscription(struct client *client,
	struct subscription *subscription)
{
	struct subscription **place = &client->subscriptions;

	if (subscription->linked)
		return;
	while (*place)
		place = &(*place)->next;
	subscription->linked = true;
	*place = subscription;
}

void client_listen(struct client *client, struct subscription *subscription)
{
	if (!client_check_process(client, NULL))
		return;
	pthread_mutex_lock(&client->lock);
	link_subscription(client, subscription);
	pthread_mutex_unlock(&client->lock);
}

void client_unsubscribe(struct client *client,
	struct subscription *subscription)
{
	struct subscription **place = &client->subscriptions;

	if (!client_check_process(client, NULL))
		return;
	pthread_mutex_lock(&client->lock);
	while (*place && *place != subscription)
		place = &(*place)->next;
	if (*place)
		*place = subscription->next;
	subscription->next = NULL;
	subscription->linked = false;
	if (client->signals == subscription)
		client->signals = NULL;
	wake_thread(client);
	pthread_mutex_unlock(&client->lock);
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
static void list_names(const struct client *client,
	const struct subscription *changing, struct strv *all)
{
	for (const struct subscription *next = client->subscriptions; next;
		next = next->next) {
		const struct strv *names = next == changing ? &next->asked :
			&next->names;
		bool first = !all->len;

		for (size_t i = 0; i < names->len; i++)
			if (first || !strv_has_nocase(all, names->items[i]))
				strv_add(all, names->items[i]);
	}
}

bool client_subscribe(struct client *client, struct subscription *subscription,
	const struct strv *names, struct reply *reply, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct strv all = STRV_INIT;
	struct request request;
	bool ok;

	if (!client_check_process(client, error))
		return false;
	pthread_mutex_lock(&client->lock);
	if (!take_turn(client, &client->subscribing,
		client_deadline(&client->config), client->config.cancel_fd,
		&failure)) {
		pthread_mutex_unlock(&client->lock);
		return error_move(error, &failure);
	}
	link_subscription(client, subscription);
	/* An event may come before the reply does. */
	copy_names(&subscription->asked, names);
	list_names(client, subscription, &all);
	pthread_mutex_unlock(&client->lock);
	request_init(&request, "SETEVENTS");
	for (size_t i = 0; i < all.len; i++)
		request_add_word(&request, all.items[i]);
	ok = reply ? client_command(client, &request, reply, error) :
		client_own_command(client, &request, NULL, error);
	request_clear(&request);
	strv_clear(&all);
	pthread_mutex_lock(&client->lock);
	if (ok) {
		strv_clear(&subscription->names);
		subscription->names = subscription->asked;
		subscription->asked = (struct strv)STRV_INIT;
	}
	strv_clear(&subscription->asked);
	end_turn(client, &client->subscribing);
	pthread_mutex_unlock(&client->lock);
	return ok;
}

/* If events arrive faster than they are taken, no wait would ever notice. */
static bool is_cancelled(int cancel_fd)
{
	struct pollfd cancel = { .fd = cancel_fd, .events = POLLIN };

	return cancel_fd >= 0 && poll(&cancel, 1, 0) > 0;
}

bool client_wait(struct client *client, struct subscription *subscription,
	int64_t deadline, struct error *error)
{
	struct waiter waiter = { .subscription = subscription };
	struct error failure = ERROR_INIT;
	int cancel_fd;
	bool ok;

	if (!client_check_process(client, error))
		return false;
	pthread_mutex_lock(&client->lock);
	cancel_fd = client->config.cancel_fd;
	waiter_begin(client, &waiter);
	ok = await(client, &waiter, deadline, cancel_fd, &failure);
	waiter_end(client, &waiter);
	if (ok && subscription->ended)
		ok = error_set(&failure, ERROR_CONNECTION,
			"too many events arrived");
	pthread_mutex_unlock(&client->lock);
	if (ok && is_cancelled(cancel_fd))
		ok = error_set(&failure, ERROR_INTERRUPTED, "interrupted");
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

uint64_t client_take_events(struct client *client,
	struct subscription *subscription, size_t limit, struct queue *events)
{
	struct queue_event event;
	uint64_t dropped;

	if (!client_check_process(client, NULL))
		return 0;
	pthread_mutex_lock(&client->lock);
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
	wake_ready(client);
	wake_thread(client);
	pthread_mutex_unlock(&client->lock);
	return dropped;
}

void client_keep_events(struct client *client,
	struct subscription *subscription, bool keep)
{
	if (!client_check_process(client, NULL))
		return;
	pthread_mutex_lock(&client->lock);
	subscription->keep = keep;
	pthread_mutex_unlock(&client->lock);
}

/* Reads once when something comes, for everybody. Under `lock`. */
static int poll_reading(struct client *client, struct pollfd *wait,
	size_t count, int64_t deadline)
{
	int ready, why;

	wait->fd = client->lost || is_full(client) ? -1 : client->fd;
	client->at_rest = true;
	pthread_mutex_unlock(&client->lock);
	ready = poll(wait, (nfds_t)count, clock_poll_timeout(deadline));
	why = errno;
	client->at_rest = false;
	if (ready > 0 && wait->revents)
		go_on(client, NULL, true);
	pthread_mutex_lock(&client->lock);
	errno = why;
	return ready;
}

/* Waits while another thread reads. Under `lock`. */
static int poll_asleep(struct client *client, struct waiter *waiter,
	struct pollfd *wait, size_t count, int64_t deadline)
{
	int64_t soon = clock_deadline(CLIENT_SINK_PAUSE);
	int ready;

	waiter->asleep = waiter->ring[0] >= 0 || pipe_open(waiter->ring);
	if (!waiter->asleep && soon < deadline)
		deadline = soon;
	kick_thread(client);
	wait->fd = waiter->ring[0];
	ready = sleep_on(client, waiter, wait, count, deadline);
	waiter->asleep = false;
	return ready;
}

int client_poll(struct client *client, struct pollfd *fds, size_t count,
	int timeout, bool *news)
{
	struct pollfd wait[CLIENT_POLL_MAX + 1] = { { .events = POLLIN } };
	int64_t deadline = clock_deadline(timeout);
	struct waiter waiter = { .asleep = false };
	bool again = true;
	int ready = 0, why;

	*news = false;
	if (!client_check_process(client, NULL)) {
		errno = EBADF;
		return -1;
	}
	for (size_t i = 0; i < count; i++)
		wait[i + 1] = fds[i];
	pthread_mutex_lock(&client->lock);
	waiter_begin(client, &waiter);
	while (again) {
		bool reads = waiter.role || (!client->lost &&
			may_read(client, &waiter));
		enum apart apart = APART_MORE;

		waiter.role = reads;
		client->reading = client->reading || reads;
		if (reads) {
			pthread_mutex_unlock(&client->lock);
			apart = go_on(client, NULL, false);
			pthread_mutex_lock(&client->lock);
		}
		if (apart == APART_STREAM)
			pass_on(client, &waiter);
		*news = client->lost || is_ready(client, &waiter);
		if (*news)
			deadline = 0;
		ready = waiter.role ?
			poll_reading(client, wait, count + 1, deadline) :
			poll_asleep(client, &waiter, wait, count + 1, deadline);
		if (ready > 0 && wait->revents)
			ready--;
		*news = client->lost || is_ready(client, &waiter);
		/* It was woken to read. */
		again = !ready && !*news && !reads && waiter.role;
	}
	why = errno;
	waiter_end(client, &waiter);
	pthread_mutex_unlock(&client->lock);
	for (size_t i = 0; i < count; i++)
		fds[i].revents = ready > 0 ? wait[i + 1].revents : 0;
	errno = why;
	return ready;
}

int client_events_fd(struct client *client,
	struct subscription *subscription)
{
	int fd;

	if (!client_check_process(client, NULL)) {
		errno = EBADF;
		return -1;
	}
	pthread_mutex_lock(&client->lock);
	if (client->signal[0] >= 0 || pipe_open(client->signal))
		client->signals = subscription;
	fd = client->signal[0];
	wake_ready(client);
	pthread_mutex_unlock(&client->lock);
	return fd;
}
