/* Threads that wait for a connection: which one reads, and which are woken. */
#include "conn/waiter.h"

#include "conn/own_thread.h"
#include "conn/pending.h"
#include "conn/reader.h"
#include "conn/watchdog.h"
#include "util/clock.h"
#include "util/condition.h"
#include "util/pipe.h"

#include <errno.h>
#include <string.h>

bool waiter_is_held_up(const struct connection *connection)
{
	for (const struct subscription *next = connection->subscriptions; next;
		next = next->next)
		if (subscription_is_full(next))
			return true;
	return false;
}

bool waiter_is_ready(const struct connection *connection,
	const struct waiter *waiter)
{
	const struct subscription *next = connection->subscriptions;

	if (waiter->pending)
		return pending_is_over(waiter->pending) ||
			waiter->pending->stopped;
	if (waiter->turn)
		return !waiter->turn->taken;
	if (waiter->subscription)
		return waiter->subscription->queue.count ||
			waiter->subscription->ended;
	while (next && !next->queue.count)
		next = next->next;
	return waiter->any && next;
}

bool waiter_may_read(const struct connection *connection,
	const struct waiter *waiter)
{
	return !connection->reading && !(waiter && waiter->turn) &&
		(!connection->stream ||
		(waiter && connection->stream == waiter->pending));
}

/* ---- waking */

static void wake(struct waiter *waiter)
{
	if (!waiter->asleep)
		return;
	waiter->asleep = false;
	if (waiter->wake_pipe[1] >= 0)
		pipe_put_byte(waiter->wake_pipe);
	else
		pthread_cond_signal(&waiter->wake);
}

void waiter_wake_ready(struct connection *connection)
{
	const struct subscription *signals = connection->signals;
	bool news = signals && (connection->lost || signals->queue.count);

	for (struct waiter *waiter = connection->waiters; waiter;
		waiter = waiter->next)
		if (connection->lost || waiter_is_ready(connection, waiter))
			wake(waiter);
	if (news && !connection->signalled)
		pipe_put_byte(connection->signal);
	else if (signals && !news && connection->signalled)
		pipe_take_byte(connection->signal);
	connection->signalled = signals ? news : connection->signalled;
}

void waiter_set_lost(struct connection *connection, struct error *error)
{
	if (!connection->lost) {
		connection->lost = true;
		error_move(&connection->lost_error, error);
	}
	error_clear(error);
	waiter_wake_ready(connection);
	own_thread_wake(connection);
}

bool waiter_set_lost_error(const struct connection *connection,
	struct error *error)
{
	return error_set(error, connection->lost_error.kind, "%s",
		connection->lost_error.text);
}

void waiter_pass_on(struct connection *connection, struct waiter *from)
{
	struct waiter *next = NULL;

	if (from)
		from->role = false;
	connection->reading = false;
	for (struct waiter *waiter = connection->waiters; waiter;
		waiter = waiter->next)
		if (waiter != from && waiter->asleep &&
			waiter_may_read(connection, waiter) && (!next ||
			(waiter->pending &&
			waiter->pending == connection->first)))
			next = waiter;
	if (next) {
		next->role = true;
		connection->reading = true;
		wake(next);
	} else {
		own_thread_linger(connection);
	}
}

void waiter_begin(struct connection *connection, struct waiter *waiter)
{
	waiter->wake_pipe[0] = waiter->wake_pipe[1] = -1;
	waiter->next = connection->waiters;
	connection->waiters = waiter;
	connection->turns++;
}

void waiter_end(struct connection *connection, struct waiter *waiter)
{
	struct waiter **place = &connection->waiters;

	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	if (waiter->role || !connection->reading)
		waiter_pass_on(connection, waiter);
	else if (!connection->waiters)
		own_thread_wake(connection);
	pipe_close(waiter->wake_pipe);
	if (waiter->has_wake)
		pthread_cond_destroy(&waiter->wake);
}

/* ---- waiting */

/* Polls without `lock`. */
static int poll_unlocked(struct connection *connection, struct pollfd *wait,
	nfds_t count, int64_t deadline)
{
	int ready, why;

	pthread_mutex_unlock(&connection->lock);
	ready = poll(wait, count, clock_poll_timeout(deadline));
	why = errno;
	pthread_mutex_lock(&connection->lock);
	errno = why;
	return ready;
}

/* Sleeps until woken. */
static int sleep_once(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, nfds_t count, int64_t deadline)
{
	int64_t soon = clock_deadline(CONNECTION_PAUSE);
	bool polls = count > 1 || waiter->wake_pipe[0] >= 0;
	int ready = 0;

	if (connection->lost || waiter_is_ready(connection, waiter))
		deadline = 0;
	if (polls && waiter->wake_pipe[0] < 0 && !pipe_open(waiter->wake_pipe)) {
		/* Nothing can wake it, so it must look by itself. */
		wait->fd = -1;
		return poll_unlocked(connection, wait, count,
			soon < deadline ? soon : deadline);
	}
	waiter->asleep = true;
	own_thread_kick(connection);
	if (polls) {
		wait->fd = waiter->wake_pipe[0];
		ready = poll_unlocked(connection, wait, count, deadline);
		if (ready > 0 && wait->revents)
			ready--;
		if (!waiter->asleep)
			pipe_take_byte(waiter->wake_pipe);
	} else {
		if (!waiter->has_wake)
			condition_init(&waiter->wake);
		waiter->has_wake = true;
		while (waiter->asleep && condition_wait(&waiter->wake,
			&connection->lock, deadline))
			;
	}
	wait->revents = waiter->asleep ? 0 : POLLIN;
	waiter->asleep = false;
	return ready;
}

/* Takes what the program that carries the connection reports. */
static void hear(struct connection *connection)
{
	struct transport_link *link = &connection->link;
	bool more;

	pthread_mutex_unlock(&connection->lock);
	more = link->hear(link->arg);
	pthread_mutex_lock(&connection->lock);
	if (!more)
		link->hear = NULL;
	connection->heard_report = true;
}

/* Polls without `lock`, also for such reports. */
static int poll_and_hear(struct connection *connection, struct pollfd *wait,
	nfds_t count, int64_t deadline)
{
	struct pollfd all[CONNECTION_POLL_MAX + 2];
	int ready, why;

	if (!connection->link.hear)
		return poll_unlocked(connection, wait, count, deadline);
	memcpy(all, wait, count * sizeof(*wait));
	all[count] = (struct pollfd){ .fd = connection->link.hear_fd,
		.events = POLLIN };
	ready = poll_unlocked(connection, all, count + 1, deadline);
	why = errno;
	memcpy(wait, all, count * sizeof(*wait));
	if (ready > 0 && all[count].revents) {
		hear(connection);
		ready--;
	}
	errno = why;
	return ready;
}

/* Reads for all waiters, with the role, and parses all that was read. */
static int read_once(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, nfds_t count, int64_t deadline)
{
	bool ready_now = connection->lost ||
		waiter_is_ready(connection, waiter);
	int64_t check;
	int ready, why;

	if (ready_now && !waiter->any)
		return 0;
	wait->fd = connection->lost || (waiter->any &&
		waiter_is_held_up(connection)) ? -1 : connection->fd;
	check = wait->fd < 0 ? CLOCK_NEVER : watchdog_deadline(connection);
	connection->at_rest = true;
	ready = poll_and_hear(connection, wait, count, ready_now ? 0 :
		check < deadline ? check : deadline);
	why = errno;
	connection->at_rest = false;
	if (ready >= 0 && check != CLOCK_NEVER && !wait->revents)
		watchdog_check(connection);
	if (ready > 0 && wait->revents) {
		ready--;
		if (reader_read(connection, waiter->pending) == READER_STREAM)
			waiter_pass_on(connection, waiter);
	}
	errno = why;
	return ready;
}

int waiter_wait(struct connection *connection, struct waiter *waiter,
	struct pollfd *wait, nfds_t count, int64_t deadline)
{
	wait->events = POLLIN;
	wait->revents = 0;
	if (!waiter->role && !connection->lost &&
		waiter_may_read(connection, waiter))
		waiter->role = connection->reading = true;
	if (waiter->role && reader_take_apart(connection, waiter->pending) ==
		READER_STREAM)
		waiter_pass_on(connection, waiter);
	return waiter->role ?
		read_once(connection, waiter, wait, count, deadline) :
		sleep_once(connection, waiter, wait, count, deadline);
}

/*
 * Returns whether data that arrived before the limit may not be parsed yet
 * because torctl was stopped; another thread that reads then gets a little more
 * time.
 */
static bool is_behind(const struct connection *connection,
	const struct waiter *waiter, int64_t limit)
{
	struct pollfd unread = { .fd = connection->fd, .events = POLLIN };
	int64_t now = clock_now();

	return connection->reading && !waiter->role && now >= limit &&
		now < limit + CONNECTION_CATCH_UP && (!connection->at_rest ||
		poll(&unread, 1, 0) > 0);
}

/*
 * Returns when to check the wait again: at the deadline, extended by the time
 * spent in sinks since `paused`, or soon after it while there is a reason to
 * continue. 0: it is over.
 */
static int64_t next_look(const struct connection *connection,
	const struct waiter *waiter, int64_t deadline, int64_t paused,
	bool progress)
{
	int64_t limit = deadline == CLOCK_NEVER ? deadline :
		deadline + connection->paused - paused;
	int64_t now = clock_now();

	if (limit == CLOCK_NEVER || now < limit)
		return connection->in_sink && limit != CLOCK_NEVER ?
			now + CONNECTION_PAUSE : limit;
	if (connection->in_sink)
		return now + CONNECTION_PAUSE;
	if (is_behind(connection, waiter, limit))
		return now + 1;
	return progress && now < limit + CONNECTION_CATCH_UP ? now : 0;
}

bool waiter_await(struct connection *connection, struct waiter *waiter,
	int64_t deadline, int cancel_fd, struct error *error)
{
	struct pollfd wait[] = {
		{ .fd = -1 }, { .fd = cancel_fd, .events = POLLIN },
	};
	int64_t paused = connection->paused, look;
	bool progress = true, ready;
	int others;

	while (!(ready = waiter_is_ready(connection, waiter)) &&
		!connection->lost) {
		look = next_look(connection, waiter, deadline, paused,
			progress);
		if (!look)
			return error_set(error, ERROR_TIMEOUT, "timed out");
		others = waiter_wait(connection, waiter, wait,
			cancel_fd >= 0 ? 2 : 1, look);
		progress = wait->revents;
		if (others > 0 && !waiter_is_ready(connection, waiter) &&
			!connection->lost)
			return error_set(error, ERROR_INTERRUPTED,
				"interrupted");
		if (others < 0 && errno != EINTR)
			return error_set(error, ERROR_CONNECTION, "poll: %s",
				strerror(errno));
	}
	return ready || waiter_set_lost_error(connection, error);
}

/* ---- turns */

bool waiter_take_turn(struct connection *connection, struct turn *turn,
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
		ok = waiter_await(connection, &waiter, deadline, cancel_fd,
			error);
	}
	if (ok)
		*turn = mine;
	if (wait)
		waiter_end(connection, &waiter);
	return ok;
}

void waiter_end_turn(struct connection *connection, struct turn *turn)
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
