/* The protocol's commands for circuits, streams and relays. */
#include "cmd/session.h"
#include "proto/verbs.h"
#include "tor/circuits.h"

#include <stdlib.h>

static bool run_extendcircuit(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	char *id = circuits_extend_plain(call->session->tor->connection,
		args_value(args, "CIRCUIT"), args_value(args, "RELAY,…"),
		args_value(args, "purpose"), error);

	if (id) {
		result_add(&call->result, "circuit", span_of(id));
		session_note_made(call->session, span_of(id));
	}
	free(id);
	return id;
}

static bool run_setcircuitpurpose(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *word = args_value(args, "PURPOSE");
	const char *keyword = args_value(args, "purpose");
	struct request request;

	if (!word == !keyword)
		return error_set(error, ERROR_USAGE, "missing argument "
			"PURPOSE: use general or controller");
	verb_set_circuit_purpose(&request, args_value(args, "CIRCUIT"),
		word ? word : keyword);
	return session_request(call, &request, error);
}

static bool run_closestream(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const struct strv *flags = args_list(args, "FLAG");
	struct request request;

	verb_close_stream(&request, args_value(args, "STREAM"),
		args_value(args, "REASON"));
	for (size_t i = 0; i < flags->len; i++)
		request_add_word(&request, flags->items[i]);
	return session_request(call, &request, error);
}

#define ID_HELP "a circuit ID from circuits or a CIRC event"
#define STREAM_HELP "a stream ID from streams or a STREAM event"

const struct command commands_circuits[] = {
	{
		.name = "extendcircuit",
		.group = COMMAND_CIRCUITS,
		.verb = "EXTENDCIRCUIT",
		.summary = "build a circuit, or extend one",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 for a new circuit, or " ID_HELP },
			{ "RELAY,…", ARGUMENT_PATH, ARGUMENT_OPTIONAL,
				"the relays to add, each a $FINGERPRINT or "
					"nickname, separated by commas "
					"without blanks (quote the $ in your "
					"shell); if omitted, Tor chooses" },
			{ "purpose", ARGUMENT_PURPOSE, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "the circuit's purpose" },
		),
		.values = VALUES(
			{ "CIRCUIT", "0", "a new circuit" },
		),
		.flags = COMMAND_MAKES,
		.run = run_extendcircuit,
		.example = "id=$(torctl extendcircuit 0)",
		.replies = "Prints the circuit ID at once; a CIRC event "
			"reports when it is BUILT. Tor 0.4.9 also answers 551 "
			"to purpose=controller without relays if it has a "
			"spare circuit, and can crash when a circuit of a "
			"conflux set is extended; circuit new and circuit "
			"extend avoid both.",
		.errors = ERRORS(
			{ "551", "Tor cannot build a circuit now" },
			{ "552", "no such relay, circuit or purpose" },
		),
	},
	{
		.name = "setcircuitpurpose",
		.group = COMMAND_CIRCUITS,
		.verb = "SETCIRCUITPURPOSE",
		.summary = "set a circuit's purpose",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "PURPOSE", ARGUMENT_PURPOSE, ARGUMENT_OPTIONAL,
				"general or controller; required, here or as "
					"purpose=; Tor attaches no streams to "
					"a controller circuit" },
			{ "purpose", ARGUMENT_PURPOSE, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "the same, as a keyword" },
		),
		.run = run_setcircuitpurpose,
		.example = "torctl setcircuitpurpose 7 purpose=controller",
		.errors = ERRORS(
			{ "552", "no such circuit or purpose" },
		),
	},
	{
		.name = "closecircuit",
		.group = COMMAND_CIRCUITS,
		.verb = "CLOSECIRCUIT",
		.summary = "close a circuit",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "IfUnused", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_LITERAL, "the word IfUnused: close "
					"only if no stream uses it" },
		),
		.example = "torctl closecircuit 7 IfUnused",
		.replies = "With IfUnused, a circuit in use stays open and "
			"Tor still answers OK.",
		.errors = ERRORS(
			{ "552", "no such circuit" },
		),
	},
	{
		.name = "attachstream",
		.group = COMMAND_CIRCUITS,
		.verb = "ATTACHSTREAM",
		.summary = "attach a waiting stream to a circuit",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 to let Tor choose, or " ID_HELP },
			{ "HOP", ARGUMENT_NUMBER, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "exit at hop N" },
		),
		.values = VALUES(
			{ "CIRCUIT", "0", "let Tor choose" },
		),
		.example = "torctl attachstream 12 7",
		.replies = "Streams wait to be attached only while "
			"__LeaveStreamsUnattached is 1.",
		.errors = ERRORS(
			{ "551", "the stream cannot be attached to that "
				"circuit" },
			{ "552", "no such stream, circuit or hop" },
			{ "555", "the stream is not waiting to be attached" },
		),
	},
	{
		.name = "redirectstream",
		.group = COMMAND_CIRCUITS,
		.verb = "REDIRECTSTREAM",
		.summary = "change a stream's destination",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "ADDRESS", ARGUMENT_ADDRESS, 0, "the new "
				"destination address" },
			{ "PORT", ARGUMENT_PORT, ARGUMENT_OPTIONAL,
				"the new port, if it changes" },
		),
		.example = "torctl redirectstream 12 www.example.com 443",
		.replies = "Works only before the stream is attached.",
		.errors = ERRORS(
			{ "552", "no such stream" },
		),
	},
	{
		.name = "closestream",
		.group = COMMAND_CIRCUITS,
		.verb = "CLOSESTREAM",
		.summary = "close a stream",
		.arguments = ARGUMENTS(
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "REASON", ARGUMENT_REASON, ARGUMENT_OPTIONAL,
				"a name or number (default MISC)" },
			{ "FLAG", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "sent unchanged; the "
					"protocol defines none yet" },
		),
		.run = run_closestream,
		.example = "torctl closestream 12 DONE",
		.errors = ERRORS(
			{ "552", "no such stream" },
		),
	},
	{
		.name = "postdescriptor",
		.group = COMMAND_CIRCUITS,
		.verb = "+POSTDESCRIPTOR",
		.summary = "upload a relay descriptor to Tor",
		.arguments = ARGUMENTS(
			{ "FILE", ARGUMENT_FILE, ARGUMENT_BODY,
				"the descriptor" },
			{ "purpose", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL,
				"the descriptor's purpose", "general|controller|bridge" },
			{ "cache", ARGUMENT_YESNO, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "whether Tor caches it" },
		),
		.example = "torctl postdescriptor ./descriptor",
		.replies = "If Tor does not add the descriptor, it answers "
			"251 and the reason.",
		.errors = ERRORS(
			{ "552", "no such purpose" },
			{ "554", "invalid descriptor" },
		),
	},
	{
		.name = "setrouterpurpose",
		.group = COMMAND_CIRCUITS,
		.verb = "SETROUTERPURPOSE",
		.summary = "(obsolete) set a relay's purpose",
		.arguments = ARGUMENTS(
			{ "RELAY", ARGUMENT_RELAY, 0,
				"$FINGERPRINT or nickname" },
			{ "PURPOSE", ARGUMENT_TEXT, 0, "the purpose" },
		),
		.values = VALUES(
			{ "PURPOSE", "bridge", NULL },
			{ "PURPOSE", "controller", NULL },
			{ "PURPOSE", "general", NULL },
		),
		.example = "torctl setrouterpurpose moria1 general",
		.errors = ERRORS(
			{ "511", "not supported since Tor 0.2.0.8" },
		),
	},
	{ .name = NULL },
};
