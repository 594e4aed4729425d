/* Questions to a silent peer, to notice a line that is dead. */
#include "conn/watchdog.h"

#include "conn/sender.h"
#include "conn/waiter.h"
#include "util/clock.h"

#include <sys/socket.h>

enum {
	/* Looking later than this means that torctl was stopped meanwhile. */
	WATCHDOG_LATE = 1000,
};

void watchdog_note_heard(struct connection *connection)
{
	if (!connection->link.silence)
		return;
	connection->heard = clock_now();
	connection->asked = 0;
}

void watchdog_note_sent(struct connection *connection)
{
	if (connection->link.silence)
		connection->sent = clock_now();
}

/* Returns whether the time limit of a request ends the silence. */
static bool watchdog_may_rest(const struct connection *connection)
{
	const struct connection_pending *pending = connection->first;

	while (pending && (*pending->key.text ||
		pending->state != PENDING_AWAITED))
		pending = pending->next;
	return pending && pending->deadline != CLOCK_NEVER;
}

int64_t watchdog_deadline(const struct connection *connection)
{
	int silence = connection->link.silence;
	int64_t older = connection->heard < connection->sent ?
		connection->heard : connection->sent;

	if (!silence || connection->lost || watchdog_may_rest(connection))
		return CLOCK_NEVER;
	return connection->asked ? connection->asked +
		connection->link.patience : older + silence;
}

/* If another thread is sending, what it sends is as good as a key. */
static void watchdog_ask(struct connection *connection)
{
	if (connection->sending.taken)
		return;
	connection->sending = (struct turn){ true, pthread_self() };
	pthread_mutex_unlock(&connection->lock);
	sender_probe(connection);
	pthread_mutex_lock(&connection->lock);
	waiter_end_turn(connection, &connection->sending);
}

void watchdog_check(struct connection *connection)
{
	struct error error = ERROR_INIT;
	int64_t now = clock_now(), deadline = watchdog_deadline(connection);

	if (now < deadline)
		return;
	if (!connection->asked) {
		connection->asked = connection->sent = now;
		watchdog_ask(connection);
	} else if (now > deadline + WATCHDOG_LATE) {
		connection->asked = now;
	} else {
		error_set(&error, ERROR_CONNECTION, "control connection lost: "
			"no answer for %.0f s",
			(double)(now - connection->heard) / 1000);
		waiter_set_lost(connection, &error);
		shutdown(connection->fd, SHUT_RDWR);
	}
}
