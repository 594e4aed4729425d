/* Waiting for a state that events report, or that already holds. */
#include "tor/wait.h"

#include "proto/event.h"
#include "proto/reasons.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

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

/*
 * Events that arrived before ask() was answered may be newer than the answer.
 */
static bool look_back(struct waiting *waiting, struct events *events,
	struct connection *connection, struct error *missing)
{
	struct error none = ERROR_INIT;
	bool found = events_await(events, connection, look, waiting,
		clock_now(), &none);

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

/* Tor's codes: 551 for failed, 552 for unknown. */
enum { THING_FAILED = 551, THING_UNKNOWN = 552 };

/* A status table of Tor, and the event in the same format. */
struct kind {
	const char *event;
	const char *what, *unknown;
	const char *key;  /* GETINFO key; its lines have the event's format */
	const char *good; /* the status to wait for */
	const struct meaning *reasons, *remote_reasons;
};

static const struct kind circuits = {
	"CIRC", "circuit", "Unknown circuit", "circuit-status", "BUILT",
	reasons_circuit, reasons_circuit,
};

static const struct kind streams = {
	"STREAM", "stream", "Unknown stream", "stream-status", "SUCCEEDED",
	reasons_stream, reasons_exit,
};

struct thing {
	const struct kind *kind;
	const char *id;
	struct buf status; /* the last known status */
};

static bool add_reason(struct buf *to, const struct event *event,
	const char *name, const char *before, const struct meaning *reasons)
{
	const struct event_value *value = event_find(event, name);

	if (!value)
		return false;
	buf_add_string(to, before);
	meanings_add(to, reasons, value->text);
	return true;
}

/* Sets the error for FAILED or CLOSED; returns the verdict. */
static enum wait_verdict fail(const struct thing *thing,
	const struct event *event, struct error *error)
{
	struct buf text = BUF_INIT;
	bool failed = span_equal(buf_span(&thing->status), "FAILED");
	const struct event_value *reason = event_find(event, "reason");
	/* The remote reason says more than END, so it is used alone. */
	bool ended = reason && span_equal(reason->text, "END") &&
		event_find(event, "remote_reason");

	buf_print(&text, "%s %s %s", thing->kind->what, thing->id, failed ?
		"failed" : "closed");
	if (!ended)
		add_reason(&text, event, "reason", ": ",
			thing->kind->reasons);
	add_reason(&text, event, "remote_reason", ended ? ": " :
		"; remote reason: ", thing->kind->remote_reasons);
	error_set_tor(error, THING_FAILED, buf_text(&text), text.len);
	buf_clear(&text);
	return WAIT_FAILED;
}

static enum wait_verdict judge_thing(void *arg, struct span raw,
	struct error *error)
{
	struct thing *thing = arg;
	const struct event_value *id, *status;
	struct event event;

	if (!span_equal(event_name(raw), thing->kind->event) ||
		!event_decode(&event, raw))
		return WAIT_ON;
	id = event_find(&event, "id");
	status = event_find(&event, "status");
	if (!id || !status || !span_equal(id->text, thing->id))
		return WAIT_ON;
	buf_reset(&thing->status);
	buf_add_span(&thing->status, status->text);
	if (span_equal(status->text, thing->kind->good))
		return WAIT_DONE;
	if (span_equal(status->text, "FAILED") ||
		span_equal(status->text, "CLOSED"))
		return fail(thing, &event, error);
	return WAIT_ON;
}

/* Appends the table's line for this ID as an event. */
static bool find_line(const struct thing *thing, const char *table,
	struct buf *raw)
{
	struct span rest = span_of(table), line, words, id;

	while (span_next_line(&rest, &line)) {
		words = line;
		if (!span_next_word(&words, &id) ||
			!span_equal(id, thing->id))
			continue;
		buf_print(raw, "650 %s ", thing->kind->event);
		buf_add_span(raw, line);
		buf_add_string(raw, "\r\n");
		return true;
	}
	return false;
}

static enum wait_verdict ask_thing(void *arg, struct connection *connection,
	struct buf *raw, struct error *error)
{
	struct thing *thing = arg;
	enum wait_verdict verdict = WAIT_MISSING;
	char *table = info_get_one(connection, thing->kind->key, error);
	char *text;

	if (!table)
		return WAIT_FAILED;
	if (find_line(thing, table, raw)) {
		verdict = judge_thing(thing, buf_span(raw), error);
	} else {
		text = alloc_print("%s \"%s\"", thing->kind->unknown,
			thing->id);
		error_set_tor(error, THING_UNKNOWN, text, strlen(text));
		free(text);
	}
	if (verdict != WAIT_DONE)
		buf_reset(raw);
	free(table);
	return verdict;
}

/* An object not created yet, so that none of its events is missed. */
struct new_thing {
	struct thing thing;
	wait_begin *begin;
	void *arg;
	char *id;
};

static enum wait_verdict ask_new(void *arg, struct connection *connection,
	struct buf *raw, struct error *error)
{
	struct new_thing *made = arg;

	(void)raw;
	made->id = made->begin(made->arg, connection, error);
	made->thing.id = made->id;
	return made->id ? WAIT_ON : WAIT_FAILED;
}

static void be_late(void *arg, struct error *error)
{
	const struct thing *thing = arg;

	error_set(error, ERROR_TIMEOUT, "timed out: %s %s is still %s",
		thing->kind->what, thing->id, buf_text(&thing->status));
}

static bool wait_thing(struct connection *connection, struct events *events,
	const struct kind *kind, const char *id, int64_t deadline,
	struct wait_found *found, struct error *error)
{
	const char *const names[] = { kind->event, NULL };
	struct thing thing = { kind, id, BUF_INIT };
	const struct wait wait = { names, ask_thing, judge_thing, be_late,
		&thing };
	bool ok = wait_run(connection, events, &wait, deadline, found, error);

	buf_clear(&thing.status);
	return ok;
}

bool wait_circuit(struct connection *connection, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error)
{
	return wait_thing(connection, events, &circuits, id, deadline, found,
		error);
}

bool wait_stream(struct connection *connection, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error)
{
	return wait_thing(connection, events, &streams, id, deadline, found,
		error);
}

char *wait_new_circuit(struct connection *connection, struct events *events,
	wait_begin *begin, void *arg, int64_t deadline, struct error *error)
{
	static const char *const names[] = { "CIRC", NULL };
	struct new_thing made = { { &circuits, NULL, BUF_INIT }, begin, arg,
		NULL };
	const struct wait wait = { names, ask_new, judge_thing, be_late,
		&made };
	struct wait_found found = { BUF_INIT, 0 };

	if (!wait_run(connection, events, &wait, deadline, &found, error)) {
		free(made.id);
		made.id = NULL;
	}
	wait_found_clear(&found);
	buf_clear(&made.thing.status);
	return made.id;
}

/* ---- descriptors of onion services */

struct descriptor {
	const char *address;
	struct buf failure; /* the last directory's failure */
};

static enum wait_verdict judge_descriptor(void *arg, struct span raw,
	struct error *error)
{
	struct descriptor *descriptor = arg;
	const struct event_value *address, *action;
	struct event event;

	(void)error;
	if (!span_equal(event_name(raw), "HS_DESC") ||
		!event_decode(&event, raw))
		return WAIT_ON;
	action = event_find(&event, "action");
	address = event_find(&event, "address");
	if (!action || !address ||
		!span_equal_nocase(address->text, descriptor->address))
		return WAIT_ON;
	if (span_equal(action->text, "UPLOADED") ||
		span_equal(action->text, "RECEIVED"))
		return WAIT_DONE;
	/* Another of several directories may still succeed. */
	if (span_equal(action->text, "FAILED")) {
		buf_reset(&descriptor->failure);
		add_reason(&descriptor->failure, &event, "reason",
			"; last failure: ", reasons_descriptor);
	}
	return WAIT_ON;
}

static enum wait_verdict ask_descriptor(void *arg,
	struct connection *connection, struct buf *raw, struct error *error)
{
	struct descriptor *descriptor = arg;
	struct error unknown = ERROR_INIT;
	enum wait_verdict verdict = WAIT_ON;
	char *key = alloc_print("hs/client/desc/id/%s", descriptor->address);
	char *text = info_get_one(connection, key, &unknown);

	if (text) {
		buf_print(raw, "650 HS_DESC RECEIVED %s UNKNOWN UNKNOWN\r\n",
			descriptor->address);
		verdict = WAIT_DONE;
	} else if (unknown.kind != ERROR_TOR) {
		error_move(error, &unknown);
		verdict = WAIT_FAILED;
	}
	error_clear(&unknown);
	free(text);
	free(key);
	return verdict;
}

static void be_late_descriptor(void *arg, struct error *error)
{
	const struct descriptor *descriptor = arg;

	error_set(error, ERROR_TIMEOUT, "timed out: no descriptor of %s was "
		"uploaded or received%s", descriptor->address,
		buf_text(&descriptor->failure));
}

bool wait_descriptor(struct connection *connection, struct events *events,
	const char *address, int64_t deadline, struct wait_found *found,
	struct error *error)
{
	static const char *const names[] = { "HS_DESC", NULL };
	struct descriptor descriptor = { address, BUF_INIT };
	const struct wait wait = { names, ask_descriptor, judge_descriptor,
		be_late_descriptor, &descriptor };
	bool ok = wait_run(connection, events, &wait, deadline, found, error);

	buf_clear(&descriptor.failure);
	return ok;
}
