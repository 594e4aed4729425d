/* wait: wait until a condition holds or an event arrives. */
#include "cmd/session.h"
#include "commands/event_stream.h"
#include "commands/pattern.h"
#include "proto/event.h"
#include "tor/wait.h"
#include "util/clock.h"

#define TIMEOUT { "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION | \
	ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "give up after SECS with exit " \
	"status 5 (default 0: never)" }

static int64_t deadline_of(const struct call *call)
{
	return clock_deadline(session_timeout(call, -1));
}

/* --raw too shows only the event that ends the wait. */
static struct events *wait_events(struct call *call)
{
	call->session->tor->events.show_borrowed = false;
	return &call->session->tor->events;
}

/* Prints the event that ended the wait, and clears it. */
static bool show_found(struct call *call, bool ok, struct wait_found *found)
{
	const struct queue_event event = { buf_span(&found->raw),
		found->time };

	if (ok)
		output_event(call->session->output, &event);
	wait_found_clear(found);
	return ok;
}

/* ---- any event */

struct expected {
	const char *const *names;
	struct pattern pattern;
};

static enum wait_verdict judge(void *arg, struct span raw,
	struct error *error)
{
	struct expected *expected = arg;
	const struct queue_event event = { raw, 0 };

	(void)error;
	if (!span_equal_nocase(event_name(raw), expected->names[0]))
		return WAIT_ON;
	return !expected->pattern.compiled ||
		pattern_match_event(&expected->pattern, &event) ? WAIT_DONE :
		WAIT_ON;
}

static void no_event(void *arg, struct error *error)
{
	const struct expected *expected = arg;

	error_set(error, ERROR_TIMEOUT, "timed out waiting for event %s%s",
		expected->names[0], expected->pattern.compiled ?
		" matching the pattern" : "");
}

static bool run_wait_event(struct call *call, struct error *error)
{
	const char *pattern = args_value(&call->args, "PATTERN");
	const struct strv *type = args_list(&call->args, "EVENT");
	const char *const names[] = { type->items[0], NULL };
	struct expected expected = { .names = names };
	const struct wait wait = { names, .judge = judge, .late = no_event,
		.arg = &expected };
	struct wait_found found = { BUF_INIT, 0 };
	bool ok;

	ok = (!pattern || pattern_compile(&expected.pattern, pattern,
		error)) && event_stream_check(call->session, type, error) &&
		wait_run(call->session->tor->connection, wait_events(call),
		&wait, deadline_of(call), &found, error);
	pattern_clear(&expected.pattern);
	return show_found(call, ok, &found);
}

static enum wait_verdict judge_newnym(void *arg, struct span raw,
	struct error *error)
{
	struct span rest = event_arguments(raw), signal;

	(void)arg;
	(void)error;
	return span_equal(event_name(raw), "SIGNAL") &&
		span_next_word(&rest, &signal) &&
		span_equal(signal, "NEWNYM") ? WAIT_DONE : WAIT_ON;
}

static void no_newnym(void *arg, struct error *error)
{
	(void)arg;
	error_set(error, ERROR_TIMEOUT, "timed out waiting for a new identity");
}

static bool run_wait_newnym(struct call *call, struct error *error)
{
	static const char *const names[] = { "SIGNAL", NULL };
	static const struct wait wait = { names, .judge = judge_newnym,
		.late = no_newnym };
	struct wait_found found = { BUF_INIT, 0 };
	bool ok = wait_run(call->session->tor->connection, wait_events(call),
		&wait, deadline_of(call), &found, error);

	return show_found(call, ok, &found);
}

/* ---- circuits, streams and descriptors */

static bool wait_for(struct call *call, const char *argument,
	bool (*wait)(struct connection *connection, struct events *events,
	const char *id, int64_t deadline, struct wait_found *found,
	struct error *error), struct error *error)
{
	struct wait_found found = { BUF_INIT, 0 };
	bool ok = wait(call->session->tor->connection, wait_events(call),
		args_value(&call->args, argument), deadline_of(call), &found,
		error);

	return show_found(call, ok, &found);
}

static bool run_wait_circuit(struct call *call, struct error *error)
{
	return wait_for(call, "CIRCUIT", wait_circuit, error);
}

static bool run_wait_stream(struct call *call, struct error *error)
{
	return wait_for(call, "STREAM", wait_stream, error);
}

static bool run_wait_descriptor(struct call *call, struct error *error)
{
	return wait_for(call, "ADDRESS", wait_descriptor, error);
}

/* ---- the connection */

static bool connect_in(struct session *session, int timeout,
	struct error *error)
{
	int usual = session->tor->opener.wait;
	bool ok;

	session->tor->opener.wait = timeout;
	ok = session->prompt ? session->prompt->connect(session->prompt->arg,
		error) : session_connect(session, error);
	session->tor->opener.wait = usual;
	return ok;
}

static bool run_wait_port(struct call *call, struct error *error)
{
	struct session *session = call->session;
	int timeout = session_timeout(call, -1);
	struct error failure = ERROR_INIT;

	if ((!session->tor->connection ||
		!connection_connected(session->tor->connection)) &&
		!connect_in(session, timeout, &failure)) {
		/* A port that stays closed is a timeout of the wait. */
		if (failure.kind == ERROR_CONNECTION)
			failure.kind = ERROR_TIMEOUT;
		return error_move(error, &failure);
	}
	result_add(&call->result, "address",
		span_of(session->tor->where.address));
	result_add(&call->result, "version",
		span_of(session->tor->where.auth.tor_version ?
		session->tor->where.auth.tor_version : ""));
	buf_print(&call->result.text, "%s\n", session->tor->where.address);
	return true;
}

const struct command commands_wait[] = {
	{
		.name = "wait",
		.group = COMMAND_ASK,
		.summary = "wait until something happens",
		.flags = COMMAND_FAMILY,
		.replies = "Each command prints what it waited for. torctl "
			"subscribes to events before it checks the current "
			"state, so nothing is missed. Gives up with exit "
			"status 5 after the time of --timeout, or of torctl "
			"-t if given; otherwise waits forever.",
	},
	{
		.name = "wait event",
		.group = COMMAND_ASK,
		.summary = "wait for a matching event",
		.arguments = ARGUMENTS(
			{ "EVENT", ARGUMENT_EVENT_TYPE, 0,
				"the name of any event that this Tor "
					"supports, in any letter case" },
			{ "PATTERN", ARGUMENT_TEXT, ARGUMENT_OPTIONAL,
				"extended regular expression, matched "
					"anywhere in the event line" },
			TIMEOUT,
		),
		.flags = COMMAND_LONG,
		.run = run_wait_event,
		.wire = "SETEVENTS *\n"
			"SETEVENTS\n",
		.example = "torctl wait event CIRC '^CIRC [0-9]+ BUILT'",
		.replies = "Prints the event. Earlier events do not count.",
		.errors = ERRORS(
			{ "552", "no such event" },
		),
	},
	{
		.name = "wait circuit",
		.group = COMMAND_ASK,
		.summary = "wait until a circuit is built",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"a circuit ID, as printed by circuit new" },
			TIMEOUT,
		),
		.flags = COMMAND_LONG,
		.run = run_wait_circuit,
		.wire = "GETINFO circuit-status\n"
			"SETEVENTS CIRC\n"
			"SETEVENTS\n",
		.example = "torctl wait circuit 7 --timeout 60",
		.replies = "Prints the event, even if the circuit was already "
			"built.",
		.errors = ERRORS(
			{ "551", "the circuit failed or was closed, with the "
				"reason" },
			{ "552", "no such circuit" },
		),
	},
	{
		.name = "wait stream",
		.group = COMMAND_ASK,
		.summary = "wait until a stream is connected",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, "a stream ID, as "
				"printed by streams" },
			TIMEOUT,
		),
		.flags = COMMAND_LONG,
		.run = run_wait_stream,
		.wire = "GETINFO stream-status\n"
			"SETEVENTS STREAM\n"
			"SETEVENTS\n",
		.example = "torctl wait stream 12",
		.replies = "Prints the event, even if the stream was already "
			"connected.",
		.errors = ERRORS(
			{ "551", "the stream failed or was closed, with the "
				"reason" },
			{ "552", "no such stream" },
		),
	},
	{
		.name = "wait newnym",
		.group = COMMAND_ASK,
		.summary = "wait until Tor switches to a new identity",
		.arguments = ARGUMENTS(
			TIMEOUT,
		),
		.flags = COMMAND_LONG,
		.run = run_wait_newnym,
		.wire = "SETEVENTS SIGNAL\n"
			"SETEVENTS\n",
		.example = "torctl wait newnym",
		.replies = "Prints the event, whichever controller requested "
			"it. To request and wait, use newnym.",
	},
	{
		.name = "wait descriptor",
		.group = COMMAND_ASK,
		.summary = "wait for an onion service descriptor",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, "the service's "
				"address, with or without .onion" },
			TIMEOUT,
		),
		.flags = COMMAND_LONG,
		.run = run_wait_descriptor,
		.wire = "GETINFO hs/client/desc/id/*\n"
			"SETEVENTS HS_DESC\n"
			"SETEVENTS\n",
		.example = "torctl wait descriptor ADDRESS.onion",
		.replies = "Waits until a descriptor is uploaded or received "
			"and prints the event, even if Tor as a client "
			"already has the descriptor. Earlier uploads are not "
			"detected.",
	},
	{
		.name = "wait port",
		.group = COMMAND_ASK,
		.summary = "wait until Tor's control port answers",
		.arguments = ARGUMENTS(
			TIMEOUT,
		),
		.flags = COMMAND_OFFLINE | COMMAND_LONG |
			COMMAND_EACH,
		.run = run_wait_port,
		.example = "torctl wait port --timeout 30",
		.replies = "Connects, authenticates and prints the control "
			"port's address. Also waits for cookie files that do "
			"not exist yet.",
	},
	{ .name = NULL },
};
