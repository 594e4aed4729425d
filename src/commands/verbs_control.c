/* The protocol's commands for signals, ownership and the connection. */
#include "cmd/session.h"

#include "proto/verbs.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Sends a request; success if Tor closes the connection. */
static bool send_closing(struct call *call, struct request *request,
	struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	bool connected = connection_connected(connection);
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct buf done = BUF_INIT;
	bool ok;

	ok = connection_command(connection, request, &reply, &failure);
	if (!ok && failure.kind == ERROR_CONNECTION && connected) {
		buf_add_string(&done, "250 OK\r\n");
		ok = reply_parse(&reply, &done, NULL);
	}
	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	else
		error_move(error, &failure);
	error_clear(&failure);
	reply_clear(&reply);
	request_clear(request);
	return ok;
}

static bool ends_tor_call(const struct call *call)
{
	return verb_ends_tor(args_value(&call->args, "SIGNAL"));
}

static bool run_signal(struct call *call, struct error *error)
{
	const char *name = args_value(&call->args, "SIGNAL");
	struct request request;

	verb_signal(&request, name);
	return verb_ends_tor(name) ? send_closing(call, &request, error) :
		session_request(call, &request, error);
}

static bool run_quit(struct call *call, struct error *error)
{
	const struct output *output = call->session->output;
	struct session *session = call->session;
	struct request request;
	bool ok;

	/*
	 * At the prompt, leave the shell even if not connected. Of several
	 * Tors, all connections are closed at the end.
	 */
	if (session->many || (session->prompt && (!session->tor->connection ||
		!connection_connected(session->tor->connection)))) {
		session->ended = true;
		return true;
	}
	request_init(&request, "QUIT");
	ok = send_closing(call, &request, error);
	call->session->ended = ok;
	/* "closing connection" is shown on a terminal only. */
	if (output->form == OUTPUT_TEXT && (output->quiet ||
		!output->terminal))
		call->result.shape = RESULT_NOTHING;
	return ok;
}

static bool run_setevents(struct call *call, struct error *error)
{
	const struct strv *names = args_list(&call->args, "EVENT");
	struct reply reply = REPLY_INIT;
	bool ok;

	ok = events_set(&call->session->tor->events,
		call->session->tor->connection, names, &reply, error);
	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	reply_clear(&reply);
	return ok;
}

static bool run_takeownership(struct call *call, struct error *error)
{
	struct request request;

	request_init(&request, call->command->verb);
	if (!session_request(call, &request, error))
		return false;
	report_note(&call->session->report, "Tor will exit when torctl's "
		"connection closes; use dropownership in the same script to "
		"undo this");
	return true;
}

static bool run_authenticate(struct call *call, struct error *error)
{
	const char *password = args_value(&call->args, "PASSWORD");
	struct request request;
	struct reply reply = REPLY_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	verb_authenticate(&request, span_of(password ? password : ""));
	ok = connection_command(call->session->tor->connection, &request,
		&reply, &failure);
	if (ok)
		result_add_reply(&call->result, call->session->output,
			&reply);
	else if (failure.kind == ERROR_TOR)
		error_set(error, ERROR_AUTH, "Tor answered %d %s and closed "
			"the connection", failure.status, failure.text);
	else
		error_move(error, &failure);
	error_clear(&failure);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

/* A raw SETEVENTS changes the user's subscriptions too. */
static void remember_events(struct session *session, struct span line)
{
	struct span word;

	if (!span_next_word(&line, &word) ||
		!span_equal_nocase(word, "SETEVENTS"))
		return;
	strv_clear(&session->tor->events.wanted);
	while (span_next_word(&line, &word))
		strv_add_span(&session->tor->events.wanted, word);
	connection_note_names(session->tor->connection,
		&session->tor->events.subscription,
		&session->tor->events.wanted);
}

static bool run_raw(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const struct args_source *source = &session->source;
	char *line = strv_join(args_list(&call->args, "LINE"), " ");
	struct buf body = BUF_INIT_SECRET;
	struct connection *connection;
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok = true;

	request_init_line(&request, span_of(line));
	/* After "+", Tor reads lines up to ".", for any command. */
	if (*line == '+') {
		ok = source->read_body(source->read_arg, &body, error);
		request_add_body(&request, buf_span(&body));
	}
	/* The connection may be lost while the text is typed. */
	connection = session->tor->connection;
	if (ok && !connection)
		connection = session_connection(session, error);
	ok = ok && connection &&
		connection_command(connection, &request, &reply, error);
	if (ok) {
		remember_events(session, span_of(line));
		result_add_reply(&call->result, call->session->output,
			&reply);
	}
	buf_clear(&body);
	alloc_wipe(line, strlen(line));
	free(line);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

const struct command commands_control[] = {
	{
		.name = "signal",
		.group = COMMAND_CONTROL,
		.verb = "SIGNAL",
		.summary = "send a signal such as NEWNYM or RELOAD",
		.arguments = ARGUMENTS(
			{ "SIGNAL", ARGUMENT_SIGNAL, 0, "in any letter case" },
		),
		.danger = "This stops Tor.",
		.endangers = ends_tor_call,
		.run = run_signal,
		.example = "torctl signal newnym",
		.replies = "NEWNYM is answered at once, takes effect at most "
			"every ten seconds, and is ignored without a client "
			"port. RELOAD discards unsaved changes; an error in "
			"torrc makes Tor exit. SHUTDOWN and HALT make Tor "
			"exit; closing the connection counts as success.",
		.errors = ERRORS(
			{ "552", "no such signal" },
		),
	},
	{
		.name = "setevents",
		.group = COMMAND_CONTROL,
		.verb = "SETEVENTS",
		.summary = "set the events of this connection",
		.arguments = ARGUMENTS(
			{ "EVENT", ARGUMENT_EVENT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "the complete list; it "
					"replaces the previous one, and an "
					"empty list turns events off" },
		),
		.run = run_setevents,
		.example = "torctl -c 'setevents CIRC' -c 'extendcircuit 0'",
		.replies = "In a script, events are printed when they arrive, also "
			"while it waits for a line or a shell command. To watch "
			"events, use events.",
		.errors = ERRORS(
			{ "552", "no such event; the previous list stays in "
				"effect" },
		),
	},
	{
		.name = "usefeature",
		.group = COMMAND_CONTROL,
		.verb = "USEFEATURE",
		.summary = "enable a protocol feature",
		.arguments = ARGUMENTS(
			{ "FEATURE", ARGUMENT_FEATURE, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "the feature's name" },
		),
		.example = "torctl usefeature VERBOSE_NAMES",
		.replies = "All features are always enabled since Tor "
			"0.2.2.1.",
		.errors = ERRORS(
			{ "552", "no such feature" },
		),
	},
	{
		.name = "authenticate",
		.group = COMMAND_CONTROL,
		.verb = "AUTHENTICATE",
		.summary = "send AUTHENTICATE again",
		.arguments = ARGUMENTS(
			{ "PASSWORD", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_PRIVATE, "the control password" },
		),
		.flags = COMMAND_SECRET,
		.run = run_authenticate,
		.example = "torctl authenticate @password-file",
		.replies = "Not normally needed: torctl authenticates when it "
			"connects. Without PASSWORD, succeeds only if Tor "
			"requires no authentication.",
		.errors = ERRORS(
			{ "515", "authentication failed; Tor closes the "
				"connection" },
		),
	},
	{
		.name = "takeownership",
		.group = COMMAND_CONTROL,
		.verb = "TAKEOWNERSHIP",
		.summary = "make Tor exit with this connection",
		.danger = "Tor will exit when this connection closes.",
		.run = run_takeownership,
		.example = "torctl -c takeownership -c 'events NOTICE'",
		.replies = "As a single command, it stops Tor at once because "
			"the connection closes; use it in a script.",
	},
	{
		.name = "dropownership",
		.group = COMMAND_CONTROL,
		.verb = "DROPOWNERSHIP",
		.summary = "undo takeownership",
		.example = "torctl dropownership",
		.replies = "Succeeds even if no connection owns Tor.",
	},
	{
		.name = "dropguards",
		.group = COMMAND_CONTROL,
		.verb = "DROPGUARDS",
		.summary = "drop all guards (harms anonymity)",
		.danger = "Dropping all guards harms anonymity.",
		.example = "torctl dropguards",
		.replies = "Tor picks new guards, which makes attacks on its "
			"users easier. For research, not for daily use. "
			"Cannot be undone.",
	},
	{
		.name = "droptimeouts",
		.group = COMMAND_CONTROL,
		.verb = "DROPTIMEOUTS",
		.summary = "reset the learned circuit build times",
		.danger = "This discards the learned circuit build times.",
		.example = "torctl droptimeouts",
		.replies = "Tor starts learning its circuit build timeout "
			"again.",
		.errors = ERRORS(
			{ "510", "Tor is older than 0.4.5" },
		),
	},
	{
		.name = "raw",
		.group = COMMAND_CONTROL,
		.summary = "send a protocol line unchanged",
		.arguments = ARGUMENTS(
			{ "LINE", ARGUMENT_TEXT, ARGUMENT_REPEAT,
				"sent unchanged; if the verb begins with +, a "
					"text follows from standard input or, "
					"in a script, from the lines up to "
					"\".\"" },
		),
		.flags = COMMAND_REST,
		.run = run_raw,
		.wire = "*\n",
		.example = "torctl raw GETINFO version",
		.replies = "Prints the text of the reply lines, or with --raw "
			"the reply as received.",
		.errors = ERRORS(
			{ "510", "unknown command" },
		),
	},
	{
		.name = "quit",
		.group = COMMAND_CONTROL,
		.verb = "QUIT",
		.flags = COMMAND_OFFLINE,
		.summary = "close the connection and end the script",
		.run = run_quit,
		.example = "torctl -c 'getinfo version' -c quit",
		.replies = "Tor closes the connection; the following lines are "
			"not run.",
	},
	{ .name = NULL },
};
