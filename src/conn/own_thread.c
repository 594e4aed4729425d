/* A connection's own thread, which reads while nobody else does. */
#include "conn/own_thread.h"

#include "conn/waiter.h"
#include "util/clock.h"
#include "util/condition.h"
#include "util/pipe.h"
#include "util/thread.h"

#include <errno.h>
#include <string.h>

enum {
	/* How long the thread pauses after another thread has read. */
	OWN_THREAD_LINGER = 5,
};

void own_thread_wake(struct connection *connection)
{
	if (connection->has_thread && connection->idling)
		pthread_cond_signal(&connection->idle);
}

void own_thread_kick(struct connection *connection)
{
	if (!connection->polling || connection->kicked)
		return;
	connection->kicked = true;
	pipe_put_byte(connection->kick);
}

void own_thread_linger(struct connection *connection)
{
	connection->busy_until = clock_deadline(OWN_THREAD_LINGER);
	own_thread_wake(connection);
}

/* Reads until another thread wants to. Requires `lock`. */
static void read_alone(struct connection *connection)
{
	struct waiter self = { .role = true };
	struct pollfd wait[] = {
		{ .fd = -1 },
		{ .fd = connection->kick[0], .events = POLLIN },
	};
	struct error failure = ERROR_INIT;

	connection->reading = connection->polling = true;
	while (self.role && !connection->kicked && !connection->lost &&
		!waiter_is_held_up(connection))
		if (waiter_wait(connection, &self, wait, 2, CLOCK_NEVER) < 0 &&
			errno != EINTR) {
			error_set(&failure, ERROR_CONNECTION, "poll: %s",
				strerror(errno));
			waiter_set_lost(connection, &failure);
		}
	connection->polling = false;
	if (connection->kicked)
		pipe_take_byte(connection->kick);
	connection->kicked = false;
	if (self.role)
		waiter_pass_on(connection, NULL);
}

/* While requests follow each other, it checks again instead of being woken. */
static void *run_thread(void *arg)
{
	struct connection *connection = arg;
	unsigned long turns = 0;

	pthread_mutex_lock(&connection->lock);
	while (!connection->closing && !connection->lost) {
		bool wait = connection->waiters ||
			waiter_is_held_up(connection) ||
			!waiter_may_read(connection, NULL);
		int64_t until = wait ? clock_deadline(OWN_THREAD_LINGER) :
			connection->busy_until;

		if (!wait && clock_now() >= until) {
			read_alone(connection);
			continue;
		}
		connection->idling = wait && turns == connection->turns;
		turns = connection->turns;
		condition_wait(&connection->idle, &connection->lock,
			connection->idling ? CLOCK_NEVER : until);
		connection->idling = false;
	}
	pthread_mutex_unlock(&connection->lock);
	return NULL;
}

int own_thread_start(struct connection *connection)
{
	int result = 0;

	pthread_mutex_lock(&connection->lock);
	if (!connection->has_thread && connection->kick[0] < 0 &&
		!pipe_open(connection->kick)) {
		result = errno;
	} else if (!connection->has_thread) {
		result = thread_start(&connection->thread, run_thread, connection);
		connection->has_thread = !result;
	}
	pthread_mutex_unlock(&connection->lock);
	return result;
}

void own_thread_end(struct connection *connection)
{
	pthread_mutex_lock(&connection->lock);
	connection->closing = true;
	own_thread_kick(connection);
	pthread_cond_signal(&connection->idle);
	pthread_mutex_unlock(&connection->lock);
	if (connection->has_thread)
		pthread_join(connection->thread, NULL);
}
