/* Circuits, streams and relays: the verbs of the protocol. */
#include "api/circuits.h"
#include "cmd/offers.h"
#include "cmd/session.h"

#include <stdlib.h>

static bool run_extendcircuit(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	char *id = circuits_extend(call->session->client,
		args_value(args, "CIRCUIT"), args_value(args, "RELAY,…"),
		args_value(args, "purpose"), error);

	if (id)
		result_add(&call->result, "circuit", span_of(id));
	free(id);
	return id;
}

/* SETCIRCUITPURPOSE without purpose= kills tor 0.4.9: it is always sent. */
static bool run_setcircuitpurpose(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *word = args_value(args, "PURPOSE");
	const char *keyword = args_value(args, "purpose");
	struct request request;

	if (!word == !keyword)
		return error_set(error, ERROR_USAGE, "give one purpose: "
			"general or controller");
	request_init(&request, "SETCIRCUITPURPOSE");
	request_add_word(&request, args_value(args, "CIRCUIT"));
	request_add_keyword(&request, "purpose", word ? word : keyword);
	return session_request(call, &request, error);
}

/* The reason is not optional on the wire: MISC says nothing in particular. */
static bool run_closestream(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *reason = args_value(args, "REASON");
	const struct strv *flags = args_list(args, "FLAG");
	struct request request;

	request_init(&request, "CLOSESTREAM");
	request_add_word(&request, args_value(args, "STREAM"));
	request_add_word(&request, reason ? reason : "1");
	for (size_t i = 0; i < flags->len; i++)
		request_add_word(&request, flags->items[i]);
	return session_request(call, &request, error);
}

#define ID_HELP "its id, as getinfo circuit-status or the CIRC event shows it"
#define STREAM_HELP "its id, as getinfo stream-status or the STREAM event " \
	"shows it"

const struct command commands_circuits[] = {
	{
		.name = "extendcircuit",
		.group = COMMAND_CIRCUITS,
		.verb = "EXTENDCIRCUIT",
		.summary = "build a circuit, or make one longer",
		.arguments = {
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 for a new one; else " ID_HELP },
			{ "RELAY,…", ARGUMENT_PATH, ARGUMENT_OPTIONAL,
				"the relays to add, $FINGERPRINT or nickname, "
				"separated by commas without blanks (quote the "
				"$ from your shell); none lets Tor choose" },
			{ "purpose", ARGUMENT_PURPOSE, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "what the circuit is for" },
		},
		.values = offers_extendcircuit,
		.run = run_extendcircuit,
		.example = "id=$(torctl extendcircuit 0)",
		.replies = "Prints the circuit's id at once; CIRC events say "
			"when it is BUILT. 552: no such relay, circuit "
			"or purpose; 551: Tor cannot build one now. Tor 0.4.9 "
			"also says so to purpose=controller without relays "
			"when it has a circuit to spare, and may end when a "
			"circuit of a conflux set is made longer: circuit new "
			"and circuit extend know that.",
	},
	{
		.name = "setcircuitpurpose",
		.group = COMMAND_CIRCUITS,
		.verb = "SETCIRCUITPURPOSE",
		.summary = "say what a circuit is for",
		.arguments = {
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "PURPOSE", ARGUMENT_PURPOSE, ARGUMENT_OPTIONAL,
				"general or controller, in one of the two "
				"ways (one is needed); a controller's circuit "
				"gets no streams by itself" },
			{ "purpose", ARGUMENT_PURPOSE, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "the same as a keyword" },
		},
		.run = run_setcircuitpurpose,
		.example = "torctl setcircuitpurpose 7 purpose=controller",
		.replies = "552: no such circuit or purpose.",
	},
	{
		.name = "closecircuit",
		.group = COMMAND_CIRCUITS,
		.verb = "CLOSECIRCUIT",
		.summary = "close a circuit",
		.arguments = {
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "IfUnused", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_LITERAL, "the word IfUnused: only "
				"when no stream uses it" },
		},
		.example = "torctl closecircuit 7 IfUnused",
		.replies = "With IfUnused a circuit in use stays, and Tor says "
			"OK as well. 552: no such circuit.",
	},
	{
		.name = "attachstream",
		.group = COMMAND_CIRCUITS,
		.verb = "ATTACHSTREAM",
		.summary = "put a waiting stream on a circuit",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0,
				"0 lets Tor choose; else " ID_HELP },
			{ "HOP", ARGUMENT_NUMBER, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "leave at this hop" },
		},
		.values = offers_attachstream,
		.example = "torctl attachstream 12 7",
		.replies = "Streams wait for this only with "
			"__LeaveStreamsUnattached 1. 552: no such stream, "
			"circuit or hop; 555: not waiting to be attached; "
			"551: it cannot be attached to that circuit.",
	},
	{
		.name = "redirectstream",
		.group = COMMAND_CIRCUITS,
		.verb = "REDIRECTSTREAM",
		.summary = "change where a stream goes",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "ADDRESS", ARGUMENT_ADDRESS, 0, "the new target" },
			{ "PORT", ARGUMENT_PORT, ARGUMENT_OPTIONAL,
				"its port, if that changes too" },
		},
		.example = "torctl redirectstream 12 www.example.com 443",
		.replies = "Only before the stream is attached. 552: no such "
			"stream.",
	},
	{
		.name = "closestream",
		.group = COMMAND_CIRCUITS,
		.verb = "CLOSESTREAM",
		.summary = "close a stream",
		.arguments = {
			{ "STREAM", ARGUMENT_STREAM, 0, STREAM_HELP },
			{ "REASON", ARGUMENT_REASON, ARGUMENT_OPTIONAL,
				"a name or a number; MISC when left out" },
			{ "FLAG", ARGUMENT_TEXT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "sent as it is; the protocol "
				"has none so far" },
		},
		.run = run_closestream,
		.example = "torctl closestream 12 DONE",
		.replies = "552: no such stream.",
	},
	{
		.name = "postdescriptor",
		.group = COMMAND_CIRCUITS,
		.verb = "+POSTDESCRIPTOR",
		.summary = "give Tor a relay's descriptor",
		.arguments = {
			{ "FILE", ARGUMENT_FILE, ARGUMENT_BODY,
				"the descriptor" },
			{ "purpose", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL,
				"what it is for", "general|controller|bridge" },
			{ "cache", ARGUMENT_YESNO, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "whether Tor keeps it" },
		},
		.example = "torctl postdescriptor ./descriptor",
		.replies = "251: Tor did not add it, and says why; 554: it is "
			"no descriptor; 552: no such purpose.",
	},
	{
		.name = "setrouterpurpose",
		.group = COMMAND_CIRCUITS,
		.verb = "SETROUTERPURPOSE",
		.summary = "(obsolete) set a relay's purpose",
		.arguments = {
			{ "RELAY", ARGUMENT_RELAY, 0,
				"$FINGERPRINT or nickname" },
			{ "PURPOSE", ARGUMENT_TEXT, 0, "its purpose" },
		},
		.values = offers_setrouterpurpose,
		.example = "torctl setrouterpurpose moria1 general",
		.replies = "511: every Tor since 0.2.0.8 refuses it.",
	},
	{ .name = NULL },
};
