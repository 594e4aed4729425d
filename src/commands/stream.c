/* stream: attach, redirect, close and take streams. */
#include "cmd/session.h"
#include "commands/event_stream.h"
#include "commands/stream_take.h"
#include "proto/verbs.h"
#include "tor/streams.h"

#include <stdlib.h>

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
					"expression; leave the others to Tor", "PATTERN" },
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
		.replies = "Prints \"took STREAM TARGET\" for each stream "
			"attached, \"left\" for streams left to Tor, and "
			"\"detached\" for streams that lost the circuit. Sets "
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
