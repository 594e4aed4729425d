/* stream: attach, redirect, close and take streams. */
#include "api/info.h"
#include "cmd/event_stream.h"
#include "cmd/offers.h"
#include "cmd/session.h"
#include "cmd/stream_take.h"

#include <stdlib.h>

/* Tor's code for a stream that controllers may not change. */
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
			"controller can be attached; new streams wait while "
			"__LeaveStreamsUnattached is 1, which stream take "
			"sets");
	return ok || error_move(error, &failure);
}

/*
 * Tor answers OK to the redirection of a connected stream and does nothing. If
 * it does not list the stream, its answer to the request says why.
 */
static bool check_unconnected(struct client *client, const char *id,
	struct error *error)
{
	static const char connected[] = "the stream is already connected; only "
		"a waiting stream can be redirected";
	struct error failure = ERROR_INIT;
	char *list = info_get_one(client, "stream-status", &failure);
	struct span rest = span_of(list ? list : ""), line, word;
	bool ok = list || failure.kind == ERROR_TOR;

	while (ok && span_next_line(&rest, &line))
		if (span_next_word(&line, &word) && span_equal(word, id) &&
			span_next_word(&line, &word) &&
			span_equal(word, "SUCCEEDED"))
			ok = error_set_tor(&failure, UNMANAGED, connected,
				sizeof(connected) - 1);
	free(list);
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	return ok;
}

static bool run_redirect(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *port = args_value(args, "PORT");
	struct request request;

	if (!check_unconnected(call->session->client,
		args_value(args, "STREAM"), error))
		return false;
	request_init(&request, "REDIRECTSTREAM");
	request_add_word(&request, args_value(args, "STREAM"));
	request_add_word(&request, args_value(args, "ADDRESS"));
	if (port)
		request_add_word(&request, port);
	return session_request(call, &request, error);
}

/* The protocol requires a reason; MISC is the neutral one. */
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
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 to let Tor choose, or " ID_HELP },
			{ "hop", ARGUMENT_NUMBER, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"exit at hop N, counted from 1" },
		},
		.values = offers_attachstream,
		.run = run_attach,
		.wire = "ATTACHSTREAM *\n",
		.example = "torctl stream attach 12 7",
		.replies = "Streams wait to be attached only while "
			"__LeaveStreamsUnattached is 1; stream take sets it "
			"and attaches them.",
		.errors = {
			{ "551", "the stream cannot be attached to that "
				"circuit" },
			{ "552", "no such stream, circuit or hop" },
			{ "555", "the stream is not waiting to be attached" },
		},
	},
	{
		.name = "stream redirect",
		.group = COMMAND_CIRCUITS,
		.summary = "change a stream's destination",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "ADDRESS", ARGUMENT_ADDRESS, 0, "the new "
				"destination address" },
			{ "PORT", ARGUMENT_PORT, ARGUMENT_OPTIONAL,
				"the new port, if it changes" },
		},
		.run = run_redirect,
		.wire = "GETINFO stream-status\n"
			"REDIRECTSTREAM *\n",
		.example = "torctl stream redirect 12 www.example.com 443",
		.replies = "Works only before the stream is attached.",
		.errors = {
			{ "552", "no such stream" },
			{ "555", "the stream is already connected" },
		},
	},
	{
		.name = "stream close",
		.group = COMMAND_CIRCUITS,
		.summary = "close a stream",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "REASON", ARGUMENT_REASON, ARGUMENT_OPTIONAL,
				"a name or number (default MISC)" },
		},
		.run = run_close,
		.wire = "CLOSESTREAM *\n",
		.example = "torctl stream close 12 DONE",
		.errors = {
			{ "552", "no such stream" },
		},
	},
	{
		.name = "stream follow",
		.group = COMMAND_CIRCUITS,
		.summary = "watch stream events",
		.arguments = { EVENT_STREAM_OPTIONS },
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
		.arguments = {
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "match", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "take "
					"only streams whose event line "
					"matches this extended regular "
					"expression; leave the others to Tor", "PATTERN" },
		},
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
		.errors = {
			{ "552", "no such circuit, or it is not BUILT or has "
				"closed" },
		},
	},
	{ .name = NULL },
};
