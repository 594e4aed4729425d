/* stream: attach, redirect, close and take streams. */
#include "cmd/fatal_signals.h"
#include "cmd/session.h"
#include "commands/event_stream.h"
#include "commands/pattern.h"
#include "proto/event.h"
#include "proto/reasons.h"
#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/info.h"
#include "tor/streams.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

/* ---- stream take */

/* Our status code for an unusable circuit; Tor has none. */
enum { CIRCUIT_UNFIT = 552 };

static const char option[] = "__LeaveStreamsUnattached";

/*
 * Several stream take commands may share the option. One that ends sets it to
 * 0; the others see that and set it again. This mapping, which no stream uses,
 * is there while one of us wants the option, also after a SIGKILL: without it,
 * the option was set by another controller, and is not ours to reset.
 */
static const char mark[] = "stream-take.torctl.invalid";
static const char mark_value[] = "sets-leavestreamsunattached.torctl.invalid";

struct taking {
	struct session *session;
	const char *circuit;
	struct pattern match;
	bool set;            /* we set the option */
	bool over;           /* reset: Tor attaches streams again */
	bool closed;         /* the circuit has closed */
	char *reason;        /* the reason for that, or NULL */
	struct error *failure;
};

/* ---- output */

static struct span text_of(const struct event *event, const char *field)
{
	const struct event_value *value = event_find(event, field);

	return value ? value->text : (struct span){ "", 0 };
}

/* Appends ": " and why the stream was detached, if Tor says so. */
static void add_why(struct output *output, const struct event *why)
{
	struct span reason = text_of(why, "reason");
	struct span remote = text_of(why, "remote_reason");
	const char *text = remote.len && span_equal(reason, "END") ?
		meanings_find(reasons_exit, remote) :
		meanings_find(reasons_stream, reason);

	if (!reason.len)
		return;
	output_string(output, ": ");
	if (text)
		output_string(output, text);
	else
		output_text(output, reason);
}

/* `why` is the event that detached the stream, or NULL. */
static void say(struct taking *taking, const char *action, struct span stream,
	struct span target, const char *circuit, const struct event *why)
{
	struct output *output = taking->session->output;
	struct result result = { 0 };

	if (output->form == OUTPUT_JSON) {
		result_add(&result, "action", span_of(action));
		result_add(&result, "stream", stream);
		result_add(&result, "target", target);
		if (circuit)
			result_add(&result, "circuit", span_of(circuit));
		if (why && text_of(why, "reason").len)
			result_add(&result, "reason", text_of(why, "reason"));
		if (why && text_of(why, "remote_reason").len)
			result_add(&result, "remote_reason",
				text_of(why, "remote_reason"));
		result_render(&result, output);
	} else if (output->form == OUTPUT_TEXT) {
		output_string(output, action);
		output_string(output, " ");
		output_text(output, stream);
		output_string(output, " ");
		output_text(output, target);
		if (why)
			add_why(output, why);
		output_string(output, "\n");
	}
	output_flush(output, NULL);
	result_clear(&result);
}

/* ---- the option */

static bool set_option(struct connection *connection, const char *value,
	struct error *error)
{
	struct request request;
	bool ok;

	request_init(&request, "SETCONF");
	request_add_option(&request, option, value);
	ok = connection_own_command(connection, &request, NULL, error);
	request_clear(&request);
	return ok;
}

/* If Tor or a filter refuses it, there is no mark. */
static void set_mark(struct connection *connection, const char *value)
{
	struct request request;

	request_init(&request, "MAPADDRESS");
	request_add_keyword(&request, mark, value);
	connection_own_command(connection, &request, NULL, NULL);
	request_clear(&request);
}

static bool is_marked(struct connection *connection)
{
	char *mappings = info_get_one(connection, "address-mappings/control",
		NULL);
	struct span rest = span_of(mappings ? mappings : ""), line, word;
	bool marked = false;

	while (!marked && span_next_line(&rest, &line))
		marked = span_next_word(&line, &word) &&
			span_equal(word, mark);
	free(mappings);
	return marked;
}

/* Not interruptible: what was set must be known. */
static bool hold_option(struct taking *taking, struct error *error)
{
	struct connection *connection = taking->session->tor->connection;
	bool ok;

	connection_set_cancel(connection, -1);
	set_mark(connection, mark_value);
	/* Set this first: Tor may have acted even if its reply is late. */
	taking->set = true;
	ok = set_option(connection, "1", error);
	connection_set_cancel(connection,
		taking->session->tor->opener.connection.cancel_fd);
	return ok;
}

/* Another one of us has ended, or another controller reset the option. */
static void look_options(struct taking *taking, const struct event *decoded)
{
	struct event_lines lines = event_lines_of(decoded);
	struct span line;

	while (event_next_line(&lines, &line))
		if (span_starts(line, option) && !taking->over &&
			!span_equal(span_from(line, strlen(option)), "=1"))
			hold_option(taking, taking->failure);
}

/* ---- one stream */

/* Not interruptible: a stream that nobody attaches would hang. */
static bool attach(struct taking *taking, struct span stream,
	const char *circuit, struct error *error)
{
	struct connection *connection = taking->session->tor->connection;
	char *id = span_copy(stream);
	struct request request;
	bool ok;

	verb_attach_stream(&request, id, circuit, NULL);
	connection_set_cancel(connection, -1);
	ok = connection_own_command(connection, &request, NULL, error);
	connection_set_cancel(connection,
		taking->session->tor->opener.connection.cancel_fd);
	request_clear(&request);
	free(id);
	return ok;
}

/*
 * Returns the stream to Tor. A stream that Tor refuses has ended, or was Tor's
 * anyway.
 */
static void leave(struct taking *taking, struct span stream,
	struct span target, const char *action, const struct event *why)
{
	struct error failure = ERROR_INIT;

	if (attach(taking, stream, "0", &failure))
		say(taking, action, stream, target, NULL, why);
	else if (failure.kind != ERROR_TOR)
		error_move(taking->failure, &failure);
	error_clear(&failure);
}

static void take(struct taking *taking, struct span stream,
	struct span target)
{
	struct error failure = ERROR_INIT;

	if (attach(taking, stream, taking->circuit, &failure)) {
		say(taking, "took", stream, target, taking->circuit, NULL);
	} else if (failure.kind == ERROR_TOR) {
		report_note(&taking->session->report, "cannot attach stream "
			"%.*s to circuit %s: %d %s", (int)stream.len, stream.at,
			taking->circuit, failure.status, failure.text);
		leave(taking, stream, target, "left", NULL);
	} else {
		error_move(taking->failure, &failure);
	}
	error_clear(&failure);
}

/* Tor always attaches its own directory streams. */
static bool is_for_directory(const struct event *event, struct buf *scratch)
{
	const struct event_value *purpose = event_find(event, "purpose");
	struct span text;

	if (!purpose)
		return false;
	text = event_value_text(purpose, scratch);
	return span_starts(text, "DIR_") || span_equal(text, "DIRPORT_TEST");
}

static void look_stream(struct taking *taking,
	const struct queue_event *event, const struct event *decoded)
{
	struct span status = text_of(decoded, "status");
	struct span stream = text_of(decoded, "id");
	struct span target = text_of(decoded, "target");
	bool fresh = span_equal(status, "NEW") ||
		span_equal(status, "NEWRESOLVE");
	struct buf scratch = BUF_INIT;

	/* The same circuit would fail again. */
	if (span_equal(status, "DETACHED"))
		leave(taking, stream, target, "detached", decoded);
	else if (!fresh || is_for_directory(decoded, &scratch))
		;
	else if (!taking->over && !taking->closed && (!taking->match.compiled ||
		pattern_match_event(&taking->match, event)))
		take(taking, stream, target);
	else
		leave(taking, stream, target, "left", NULL);
	buf_clear(&scratch);
}

static void look_circuit(struct taking *taking, const struct event *decoded)
{
	struct span status = text_of(decoded, "status");
	struct span reason = text_of(decoded, "reason");

	if (taking->closed || !span_equal(text_of(decoded, "id"),
		taking->circuit) || (!span_equal(status, "CLOSED") &&
		!span_equal(status, "FAILED")))
		return;
	taking->closed = true;
	if (reason.len)
		taking->reason = span_copy(reason);
}

static void look(void *arg, const struct queue_event *event)
{
	struct taking *taking = arg;
	struct event decoded;

	if (taking->failure->kind != ERROR_NONE ||
		!event_decode(&decoded, event->raw))
		return;
	if (span_equal(decoded.name, "STREAM"))
		look_stream(taking, event, &decoded);
	else if (span_equal(decoded.name, "CIRC"))
		look_circuit(taking, &decoded);
	else if (span_equal(decoded.name, "CONF_CHANGED"))
		look_options(taking, &decoded);
}

/* ---- start and end */

static bool check_circuit(const struct taking *taking, struct error *error)
{
	char *value = info_get_one(taking->session->tor->connection,
		"circuit-status",
		error);
	struct span rest = span_of(value ? value : ""), line, word;
	bool there = false, built = false;
	struct buf text = BUF_INIT;

	while (!there && span_next_line(&rest, &line)) {
		there = span_next_word(&line, &word) &&
			span_equal(word, taking->circuit);
		built = there && span_next_word(&line, &word) &&
			span_equal(word, "BUILT");
	}
	if (value && !built) {
		buf_print(&text, there ? "circuit %s is %.*s, not BUILT" :
			"no such circuit: %s", taking->circuit,
			there ? (int)word.len : 0, there ? word.at : "");
		error_set_tor(error, CIRCUIT_UNFIT, buf_text(&text), text.len);
	}
	buf_clear(&text);
	free(value);
	return built;
}

static bool begin(struct taking *taking, struct error *error)
{
	struct session *session = taking->session;
	char *keys[] = { (char *)(size_t)option };
	const struct strv names = { keys, 1, 0 };
	struct pairs options = { 0 };
	bool ok, on;

	ok = check_circuit(taking, error) && conf_get(session->tor->connection,
		&names,
		&options, error);
	on = ok && options.len && options.items[0].value &&
		!strcmp(options.items[0].value, "1");
	pairs_clear(&options);
	if (!ok || !on || is_marked(session->tor->connection))
		return ok && hold_option(taking, error);
	report_note(&session->report, "%s was already 1 and stays 1; if no "
		"other controller attaches streams, use resetconf %s", option,
		option);
	return true;
}

/*
 * Resets the option. Streams that arrived before that still wait to be
 * attached; their events have all arrived when Tor replies.
 */
static bool restore(struct taking *taking, struct error *error)
{
	struct session *session = taking->session;
	struct error none = ERROR_INIT;
	bool ok;

	if (!taking->set || !connection_connected(session->tor->connection))
		return true;
	connection_set_cancel(session->tor->connection, -1);
	/* In this order: others set the mark again when they see the option. */
	set_mark(session->tor->connection, mark);
	ok = set_option(session->tor->connection, "0", error);
	if (!ok) {
		error_prefix(error, "cannot restore %s to 0", option);
		error_append(error, "; new streams hang until you set it");
	}
	taking->over = true;
	if (ok)
		while (events_next(&session->tor->events, session->tor->connection,
			look,
			taking, clock_now(), &none))
			;
	error_clear(&none);
	connection_set_cancel(session->tor->connection,
		session->tor->opener.connection.cancel_fd);
	return ok;
}

static bool say_closed(const struct taking *taking, struct error *error)
{
	char *text = alloc_print("circuit %s closed%s%s; Tor attaches streams "
		"again", taking->circuit, taking->reason ? ", " :
		"", taking->reason ? taking->reason : "");

	error_set_tor(error, CIRCUIT_UNFIT, text, strlen(text));
	free(text);
	return false;
}

static bool go_on(struct taking *taking, struct error *error)
{
	struct session *session = taking->session;
	struct output *output = session->output;

	report_note(&session->report, "ready: new streams%s go to circuit %s "
		"until this command ends", taking->match.compiled ?
		" that match" : "", taking->circuit);
	while (!taking->closed && taking->failure->kind == ERROR_NONE &&
		!output->failure) {
		if (!session_next_events(session, look, taking, CLOCK_NEVER,
			error))
			return false;
		if (session->tor->events.print)
			session->tor->events.print(session->tor->events.print_arg);
	}
	if (taking->closed)
		return say_closed(taking, error);
	if (taking->failure->kind != ERROR_NONE)
		return error_move(error, taking->failure);
	return output_flush(output, error);
}

/* Return the first failure, and also report a failure to restore the option. */
static bool run(struct taking *taking, struct error *error)
{
	struct session *session = taking->session;
	static const char *const events[] = { "STREAM", "CIRC",
		"CONF_CHANGED", NULL };
	struct error failure = ERROR_INIT;
	bool ok;

	ok = events_borrow(&session->tor->events, session->tor->connection, events,
		error) &&
		begin(taking, error) && go_on(taking, error);
	error_clear(taking->failure);
	if (!restore(taking, &failure)) {
		if (ok)
			error_move(error, &failure);
		else
			error_chain(error, &failure);
		ok = false;
	}
	events_return(&session->tor->events, session->tor->connection);
	error_clear(&failure);
	return ok;
}

static bool stream_take_run(struct call *call, struct error *error)
{
	const char *match = args_value(&call->args, "match");
	struct error failure = ERROR_INIT, inner = ERROR_INIT;
	struct taking taking = {
		.session = call->session,
		.circuit = args_value(&call->args, "CIRCUIT"),
		.failure = &inner,
	};
	bool ok;

	ok = !match || pattern_compile(&taking.match, match, &failure);
	if (ok) {
		fatal_signals_delay(call->session);
		ok = run(&taking, &failure);
		fatal_signals_end_delay(call->session);
	}
	pattern_clear(&taking.match);
	free(taking.reason);
	error_clear(&inner);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

/* Tor's code for a stream that controllers may not change. */
enum { UNMANAGED = 555 };

static bool run_attach(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_attach_stream(&request, args_value(args, "STREAM"),
		args_value(args, "CIRCUIT"), args_value(args, "hop"));
	ok = session_request(call, &request, &failure);
	if (!ok && failure.kind == ERROR_TOR && failure.status == UNMANAGED)
		error_append(&failure, " Only a stream that waits for a "
			"controller can be attached; new streams wait while "
			"__LeaveStreamsUnattached is 1, which stream take "
			"sets");
	return ok || error_move(error, &failure);
}

static bool run_redirect(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	struct request request;

	if (!streams_check_waiting(call->session->tor->connection,
		args_value(args, "STREAM"), error))
		return false;
	verb_redirect_stream(&request, args_value(args, "STREAM"),
		args_value(args, "ADDRESS"), args_value(args, "PORT"));
	return session_request(call, &request, error);
}

static bool run_close(struct call *call, struct error *error)
{
	struct request request;

	verb_close_stream(&request, args_value(&call->args, "STREAM"),
		args_value(&call->args, "REASON"));
	return session_request(call, &request, error);
}

static bool run_follow(struct call *call, struct error *error)
{
	char *items[] = { (char[]){ "STREAM" } };
	const struct strv names = { items, 1, 0 };

	return event_stream_run(call, &names, error);
}

#define ID_HELP "a circuit ID from circuits or a CIRC event"
#define STREAM_HELP "a stream ID from streams or a STREAM event"

const struct command commands_stream[] = {
	{
		.name = "stream",
		.group = COMMAND_CIRCUITS,
		.summary = "attach, redirect, close and watch streams",
		.flags = COMMAND_FAMILY,
		.replies = "A stream is one application connection through "
			"Tor; a circuit carries many streams.",
	},
	{
		.name = "stream attach",
		.group = COMMAND_CIRCUITS,
		.summary = "attach a waiting stream to a circuit",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 to let Tor choose, or " ID_HELP },
			{ "hop", ARGUMENT_NUMBER, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"exit at hop N, counted from 1" },
		),
		.values = VALUES(
			{ "CIRCUIT", "0", "let Tor choose" },
		),
		.run = run_attach,
		.wire = "ATTACHSTREAM *\n",
		.example = "torctl stream attach 12 7",
		.replies = "Streams wait to be attached only while "
			"__LeaveStreamsUnattached is 1; stream take sets it "
			"and attaches them.",
		.errors = ERRORS(
			{ "551", "the stream cannot be attached to that "
				"circuit" },
			{ "552", "no such stream, circuit or hop" },
			{ "555", "the stream is not waiting to be attached" },
		),
	},
	{
		.name = "stream redirect",
		.group = COMMAND_CIRCUITS,
		.summary = "change a stream's destination",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "ADDRESS", ARGUMENT_ADDRESS, 0, "the new "
				"destination address" },
			{ "PORT", ARGUMENT_PORT, ARGUMENT_OPTIONAL,
				"the new port, if it changes" },
		),
		.run = run_redirect,
		.wire = "GETINFO stream-status\n"
			"REDIRECTSTREAM *\n",
		.example = "torctl stream redirect 12 www.example.com 443",
		.replies = "Works only before the stream is attached.",
		.errors = ERRORS(
			{ "552", "no such stream" },
			{ "555", "the stream is already connected" },
		),
	},
	{
		.name = "stream close",
		.group = COMMAND_CIRCUITS,
		.summary = "close a stream",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "REASON", ARGUMENT_REASON, ARGUMENT_OPTIONAL,
				"a name or number (default MISC)" },
		),
		.run = run_close,
		.wire = "CLOSESTREAM *\n",
		.example = "torctl stream close 12 DONE",
		.errors = ERRORS(
			{ "552", "no such stream" },
		),
	},
	{
		.name = "stream follow",
		.group = COMMAND_CIRCUITS,
		.summary = "watch stream events",
		.arguments = ARGUMENTS(
			EVENT_STREAM_OPTIONS,
		),
		.flags = COMMAND_LONG,
		.run = run_follow,
		.wire = "SETEVENTS STREAM\n"
			"SETEVENTS\n",
		.example = "torctl stream follow --match ':443 '",
		.replies = "Prints a line for each STREAM event until Ctrl-C.",
	},
	{
		.name = "stream take",
		.group = COMMAND_CIRCUITS,
		.summary = "attach new streams to one circuit",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "match", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "take "
					"only streams whose event line "
					"matches this extended regular "
					"expression; leave the others to Tor",
				"PATTERN" },
		),
		.flags = COMMAND_LONG,
		.run = stream_take_run,
		.wire = "GETINFO circuit-status\n"
			"GETCONF __LeaveStreamsUnattached\n"
			"SETEVENTS STREAM CIRC CONF_CHANGED\n"
			"SETEVENTS\n"
			"MAPADDRESS stream-take.torctl.invalid=*\n"
			"SETCONF __LeaveStreamsUnattached*\n"
			"ATTACHSTREAM *\n",
		.example = "torctl stream take 7 --match ' www\\.example\\.com:'",
		.replies = "A note says when it is ready. Prints \"took STREAM "
			"TARGET\" for each stream attached, \"left\" for "
			"streams left to Tor, and \"detached\" for streams "
			"that lost the circuit. Sets "
			"__LeaveStreamsUnattached to 1 while it runs and "
			"restores the old value when it ends; if several run "
			"at once, the last one does. After SIGKILL, "
			"a crash or a lost connection the option stays 1 and "
			"new streams hang (status warns about it); repair "
			"this with resetconf __LeaveStreamsUnattached.",
		.errors = ERRORS(
			{ "552", "no such circuit, or it is not BUILT or has "
				"closed" },
		),
	},
	{ .name = NULL },
};
