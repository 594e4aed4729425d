/* Waiting for a state that events report, or that already holds. */
#include "tor/wait.h"

#include "util/clock.h"

/* A wait in progress. */
struct waiting {
	const struct wait *wait;
	struct wait_found *found;
	enum wait_verdict verdict;
	struct error *failure;
};

static bool look(void *arg, const struct queue_event *event)
{
	struct waiting *waiting = arg;
	const struct wait *wait = waiting->wait;

	waiting->verdict = wait->judge(wait->arg, event->raw,
		waiting->failure);
	if (waiting->verdict == WAIT_ON)
		return false;
	buf_add_span(&waiting->found->raw, event->raw);
	waiting->found->time = event->time;
	return true;
}

/* Events that arrived before ask() was answered may know what it does not. */
static bool look_back(struct waiting *waiting, struct events *events,
	struct connection *connection, struct error *missing)
{
	struct error none = ERROR_INIT;
	bool found = events_await(
		events, connection, look, waiting, clock_now(), &none);

	if (found) {
		error_clear(missing);
	} else if (none.kind == ERROR_TIMEOUT) {
		error_move(waiting->failure, missing);
	} else {
		error_move(waiting->failure, &none);
		error_clear(missing);
	}
	error_clear(&none);
	return found;
}

static bool await(struct waiting *waiting, struct events *events,
	struct connection *connection, int64_t deadline)
{
	const struct wait *wait = waiting->wait;

	if (events_await(events, connection, look, waiting, deadline,
		waiting->failure))
		return true;
	if (waiting->failure->kind == ERROR_TIMEOUT && wait->late)
		wait->late(wait->arg, waiting->failure);
	return false;
}

static bool perform(struct waiting *waiting, struct events *events,
	struct connection *connection, int64_t deadline)
{
	const struct wait *wait = waiting->wait;
	struct error missing = ERROR_INIT;

	if (wait->ask)
		waiting->verdict = wait->ask(wait->arg, connection,
			&waiting->found->raw, &missing);
	waiting->found->time = clock_wall();
	if (waiting->verdict == WAIT_DONE)
		return true;
	if (waiting->verdict == WAIT_FAILED)
		return error_move(waiting->failure, &missing);
	if (waiting->verdict == WAIT_MISSING)
		return look_back(waiting, events, connection, &missing);
	return await(waiting, events, connection, deadline);
}

bool wait_run(struct connection *connection, struct events *events,
	const struct wait *wait, int64_t deadline, struct wait_found *found,
	struct error *error)
{
	struct error failure = ERROR_INIT;
	struct waiting waiting = { wait, found, WAIT_ON, &failure };
	bool ok;

	events_show(events, connection);
	ok = events_borrow(events, connection, wait->names, &failure) &&
		perform(&waiting, events, connection, deadline) &&
		waiting.verdict == WAIT_DONE;
	events_return(events, connection);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

void wait_found_clear(struct wait_found *found)
{
	buf_clear(&found->raw);
}
