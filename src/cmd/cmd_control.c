/* Signals, ownership and the connection itself: the verbs of the protocol. */
#include "cmd/session.h"

#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* Sends a request that Tor may answer by closing; that is a success. */
static bool send_closing(struct call *call, struct request *request,
	struct error *error)
{
	struct client *client = call->session->client;
	bool connected = client_connected(client);
	struct error failure = ERROR_INIT;
	struct reply reply = REPLY_INIT;
	struct buf done = BUF_INIT;
	bool ok;

	ok = client_command(client, request, &reply, &failure);
	if (!ok && failure.kind == ERROR_CONNECTION && connected) {
		buf_add_string(&done, "250 OK\r\n");
		ok = reply_parse(&reply, &done, NULL);
	}
	if (ok)
		result_take_reply(&call->result, &reply);
	else
		error_move(error, &failure);
	error_clear(&failure);
	reply_clear(&reply);
	request_clear(request);
	return ok;
}

static bool ends_tor(const char *signal)
{
	static const char *const ending[] = { "SHUTDOWN", "HALT", "TERM",
		"INT", NULL };

	for (size_t i = 0; ending[i]; i++)
		if (text_equal_nocase(signal, ending[i]))
			return true;
	return false;
}

static bool ends_tor_call(const struct call *call)
{
	return ends_tor(args_value(&call->args, "SIGNAL"));
}

static bool run_signal(struct call *call, struct error *error)
{
	const char *name = args_value(&call->args, "SIGNAL");
	struct request request;

	request_init(&request, "SIGNAL");
	request_add_word(&request, name);
	return ends_tor(name) ? send_closing(call, &request, error) :
		session_request(call, &request, error);
}

static bool run_quit(struct call *call, struct error *error)
{
	const struct output *output = call->session->output;
	struct session *session = call->session;
	struct request request;
	bool ok;

	/* At a prompt it leaves, whether there is a Tor to take leave of. */
	if (session->prompt && (!session->client ||
		!client_connected(session->client))) {
		session->ended = true;
		return true;
	}
	request_init(&request, "QUIT");
	ok = send_closing(call, &request, error);
	call->session->ended = ok;
	/* "closing connection" is no news to whoever asked for it. */
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

	ok = events_set(&call->session->events, call->session->client,
		names, &reply, error);
	if (ok)
		result_take_reply(&call->result, &reply);
	reply_clear(&reply);
	return ok;
}

static bool run_takeownership(struct call *call, struct error *error)
{
	struct request request;

	request_init(&request, call->command->verb);
	if (!session_request(call, &request, error))
		return false;
	report_note(&call->session->report, "Tor will end when this "
		"connection closes, that is with torctl; dropownership in the "
		"same script takes that back");
	return true;
}

static bool run_authenticate(struct call *call, struct error *error)
{
	const char *password = args_value(&call->args, "PASSWORD");
	struct request request;
	struct reply reply = REPLY_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	request_init(&request, "AUTHENTICATE");
	if (password && *password)
		request_add_hex(&request, password, strlen(password));
	ok = client_command(call->session->client, &request, &reply,
		&failure);
	if (ok)
		result_take_reply(&call->result, &reply);
	else if (failure.kind == ERROR_TOR)
		error_set(error, ERROR_AUTH, "Tor said %d %s, and closes the "
			"connection", failure.status, failure.text);
	else
		error_move(error, &failure);
	error_clear(&failure);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

/* What the user typed raw counts as what the user wants. */
static void remember_events(struct session *session, struct span line)
{
	struct span word;

	if (!span_next_word(&line, &word) ||
		!span_equal_nocase(word, "SETEVENTS"))
		return;
	strv_clear(&session->events.wanted);
	while (span_next_word(&line, &word))
		strv_add_span(&session->events.wanted, word);
}

static bool run_raw(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const struct args_source *source = &session->source;
	char *line = strv_join(args_list(&call->args, "LINE"), " ");
	struct buf body = BUF_INIT_SECRET;
	struct client *client;
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok = true;

	request_init_line(&request, span_of(line));
	/* After "+" Tor reads lines up to ".", whatever the verb is. */
	if (*line == '+') {
		ok = source->read_body(source->read_arg, &body, error);
		request_add_body(&request, buf_span(&body));
	}
	/* While a text is typed the connection may go. */
	client = session->client;
	if (ok && !client)
		client = session_client(session, error);
	ok = ok && client && client_command(client, &request, &reply, error);
	if (ok) {
		remember_events(session, span_of(line));
		result_take_reply(&call->result, &reply);
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
		.summary = "send Tor a signal such as newnym or reload",
		.arguments = {
			{ "SIGNAL", ARGUMENT_SIGNAL, 0, "in any letter case" },
		},
		.danger = "Tor will end.",
		.endangers = ends_tor_call,
		.run = run_signal,
		.example = "torctl signal newnym",
		.replies = "newnym: OK at once, done at most every ten seconds, "
			"nothing without a client port. reload: undoes what "
			"was not saved; a mistake in torrc ends Tor. shutdown "
			"and halt: Tor ends; that it closes the connection is "
			"a success. 552: no such signal.",
	},
	{
		.name = "setevents",
		.group = COMMAND_CONTROL,
		.verb = "SETEVENTS",
		.summary = "choose the events of this connection",
		.arguments = {
			{ "EVENT", ARGUMENT_EVENT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "all that are wanted: the "
				"list replaces the one of before; none turns "
				"them off" },
		},
		.run = run_setevents,
		.example = "torctl -c 'setevents CIRC' -c 'extendcircuit 0'",
		.replies = "In a script the events are printed between the "
			"output of its commands. To watch events, use events. "
			"552: no event of that name; the old list stays.",
	},
	{
		.name = "usefeature",
		.group = COMMAND_CONTROL,
		.verb = "USEFEATURE",
		.summary = "switch on a feature of the protocol",
		.arguments = {
			{ "FEATURE", ARGUMENT_FEATURE, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "its name" },
		},
		.example = "torctl usefeature VERBOSE_NAMES",
		.replies = "All features are always on since 0.2.2.1. 552: no "
			"such feature.",
	},
	{
		.name = "authenticate",
		.group = COMMAND_CONTROL,
		.verb = "AUTHENTICATE",
		.summary = "authenticate again, as the protocol's verb",
		.arguments = {
			{ "PASSWORD", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_PRIVATE, "the control password" },
		},
		.flags = COMMAND_SECRET,
		.run = run_authenticate,
		.example = "torctl authenticate @password-file",
		.replies = "Not needed: torctl has authenticated when it "
			"connected. Without PASSWORD it works only where Tor "
			"wants none. 515: wrong, and Tor closes the "
			"connection.",
	},
	{
		.name = "takeownership",
		.group = COMMAND_CONTROL,
		.verb = "TAKEOWNERSHIP",
		.summary = "have Tor end with this connection",
		.danger = "Tor will end with this connection.",
		.run = run_takeownership,
		.example = "torctl -c takeownership -c 'events NOTICE'",
		.replies = "Alone on the command line it ends Tor at once, as the "
			"connection ends: use it in a script.",
	},
	{
		.name = "dropownership",
		.group = COMMAND_CONTROL,
		.verb = "DROPOWNERSHIP",
		.summary = "have Tor outlive the connection that owns it",
		.example = "torctl dropownership",
		.replies = "OK, also when there was no owner.",
	},
	{
		.name = "dropguards",
		.group = COMMAND_CONTROL,
		.verb = "DROPGUARDS",
		.summary = "forget all guards: harms anonymity",
		.danger = "Tor forgets its guards, which harms anonymity.",
		.example = "torctl dropguards",
		.replies = "Tor picks new entry guards, which makes attacks on "
			"them easier: for research, not for daily use. It "
			"cannot be undone.",
	},
	{
		.name = "droptimeouts",
		.group = COMMAND_CONTROL,
		.verb = "DROPTIMEOUTS",
		.summary = "forget what was learnt about build times",
		.danger = "Tor forgets what it has learnt about timeouts.",
		.example = "torctl droptimeouts",
		.replies = "The circuit build timeout is learnt anew. 510: Tor "
			"before 0.4.5.",
	},
	{
		.name = "raw",
		.group = COMMAND_CONTROL,
		.summary = "send a protocol line as it stands",
		.arguments = {
			{ "LINE", ARGUMENT_TEXT, ARGUMENT_REPEAT,
				"sent unchanged; after a verb with + a text "
				"follows, from standard input or, in a script, "
				"the lines up to \".\"" },
		},
		.flags = COMMAND_REST,
		.run = run_raw,
		.example = "torctl raw GETINFO version",
		.replies = "Prints what the lines of the reply say; with "
			"--raw, the reply as it came. 510: no such verb.",
	},
	{
		.name = "quit",
		.group = COMMAND_CONTROL,
		.verb = "QUIT",
		.flags = COMMAND_OFFLINE,
		.summary = "say goodbye to Tor; ends a script",
		.run = run_quit,
		.example = "torctl -c 'getinfo version' -c quit",
		.replies = "Tor closes the connection; lines behind it are not "
			"run.",
	},
	{ .name = NULL },
};
