/* stream: what becomes of single streams. */
#include "cmd/event_stream.h"
#include "cmd/offers.h"
#include "cmd/session.h"
#include "cmd/stream_take.h"

/* Tor's code for what a controller may not touch. */
enum { UNMANAGED = 555 };

static bool run_attach(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *hop = args_value(args, "hop");
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	request_init(&request, "ATTACHSTREAM");
	request_add_word(&request, args_value(args, "STREAM"));
	request_add_word(&request, args_value(args, "CIRCUIT"));
	if (hop)
		request_add_keyword(&request, "HOP", hop);
	ok = session_request(call, &request, &failure);
	if (!ok && failure.kind == ERROR_TOR && failure.status == UNMANAGED)
		error_append(&failure, " Only a stream that waits for a "
			"controller can be attached: new ones do with "
			"__LeaveStreamsUnattached 1, which stream take sets");
	return ok || error_move(error, &failure);
}

static bool run_redirect(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *port = args_value(args, "PORT");
	struct request request;

	request_init(&request, "REDIRECTSTREAM");
	request_add_word(&request, args_value(args, "STREAM"));
	request_add_word(&request, args_value(args, "ADDRESS"));
	if (port)
		request_add_word(&request, port);
	return session_request(call, &request, error);
}

/* The reason is not optional on the wire: MISC says nothing in particular. */
static bool run_close(struct call *call, struct error *error)
{
	const char *reason = args_value(&call->args, "REASON");
	struct request request;

	request_init(&request, "CLOSESTREAM");
	request_add_word(&request, args_value(&call->args, "STREAM"));
	request_add_word(&request, reason ? reason : "1");
	return session_request(call, &request, error);
}

static bool run_follow(struct call *call, struct error *error)
{
	char *items[] = { (char[]){ "STREAM" } };
	const struct strv names = { items, 1, 0 };

	return event_stream_run(call, &names, error);
}

#define ID_HELP "its id, as getinfo circuit-status or the CIRC event shows it"
#define STREAM_HELP "its id, as getinfo stream-status or the STREAM event " \
	"shows it"

const struct command commands_stream[] = {
	{
		.name = "stream",
		.group = COMMAND_CIRCUITS,
		.summary = "attach, redirect, close and follow streams",
		.flags = COMMAND_FAMILY,
		.replies = "A stream is one connection of an application "
			"through Tor; a circuit carries many.",
	},
	{
		.name = "stream attach",
		.group = COMMAND_CIRCUITS,
		.summary = "put a waiting stream on a circuit",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 lets Tor choose; else " ID_HELP },
			{ "hop", ARGUMENT_NUMBER, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"leave the circuit at this hop, from 1 on" },
		},
		.values = offers_attachstream,
		.run = run_attach,
		.example = "torctl stream attach 12 7",
		.replies = "Streams wait for this only with "
			"__LeaveStreamsUnattached 1; stream take does all of "
			"it. 552: no such stream, circuit or hop; 555: not "
			"waiting to be attached; 551: it cannot be attached to "
			"that circuit.",
	},
	{
		.name = "stream redirect",
		.group = COMMAND_CIRCUITS,
		.summary = "change where a stream goes",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "ADDRESS", ARGUMENT_ADDRESS, 0, "the new target" },
			{ "PORT", ARGUMENT_PORT, ARGUMENT_OPTIONAL,
				"its port, if that changes too" },
		},
		.run = run_redirect,
		.example = "torctl stream redirect 12 www.example.com 443",
		.replies = "Only before the stream is attached. 552: no such "
			"stream.",
	},
	{
		.name = "stream close",
		.group = COMMAND_CIRCUITS,
		.summary = "close a stream",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "REASON", ARGUMENT_REASON, ARGUMENT_OPTIONAL,
				"a name or a number; MISC when left out" },
		},
		.run = run_close,
		.example = "torctl stream close 12 DONE",
		.replies = "552: no such stream.",
	},
	{
		.name = "stream follow",
		.group = COMMAND_CIRCUITS,
		.summary = "show what happens to streams, as it happens",
		.arguments = { EVENT_STREAM_OPTIONS },
		.flags = COMMAND_LONG,
		.run = run_follow,
		.example = "torctl stream follow --match ':443 '",
		.replies = "One line for each STREAM event, until Ctrl-C.",
	},
	{
		.name = "stream take",
		.group = COMMAND_CIRCUITS,
		.summary = "put new streams on one circuit, until Ctrl-C",
		.arguments = {
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "match", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "only "
				"streams whose event's line an extended "
				"regular expression matches; Tor gets the "
				"others", "PATTERN" },
		},
		.flags = COMMAND_LONG,
		.run = stream_take_run,
		.example = "torctl stream take 7 --match ' www\\.example\\.com:'",
		.replies = "Prints \"took STREAM TARGET\" for each, \"left\" for "
			"those that Tor gets, \"detached\" for those that fell "
			"off the circuit. While it runs "
			"__LeaveStreamsUnattached is 1; the former value is "
			"set again however it ends. Only after SIGKILL, a "
			"crash or a lost connection it stays 1 and new streams "
			"wait in vain (status warns of it): resetconf "
			"__LeaveStreamsUnattached puts it right. When the "
			"circuit closes it ends with 552.",
	},
	{ .name = NULL },
};
