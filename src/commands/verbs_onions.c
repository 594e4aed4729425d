/* The protocol's commands for onion services and their descriptors. */
#include "cmd/session.h"
#include "commands/onion_show.h"
#include "proto/verbs.h"
#include "tor/conf.h"
#include "tor/onion.h"
#include "util/clock.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* "ServiceID" → "service_id", "PrivateKey" → "private_key". */
static char *field_name(struct span name)
{
	struct buf lower = BUF_INIT;

	for (size_t i = 0; i < name.len; i++) {
		char c = text_lower(name.at[i]);
		bool upper = c != name.at[i];

		if (upper && i && text_lower(name.at[i - 1]) ==
			name.at[i - 1])
			buf_add_char(&lower, '_');
		buf_add_char(&lower, c);
	}
	return buf_steal(&lower);
}

/* Returns whether the service's address is among the fields. */
static bool add_fields(struct call *call, const struct reply *reply)
{
	bool any = false, is_address;

	for (size_t i = 0; i + 1 < reply->len; i++) {
		struct span text = reply->lines[i].text;
		const char *equals = text.len ? memchr(text.at, '=',
			text.len) : NULL;
		size_t len = equals ? (size_t)(equals - text.at) : text.len;
		char *name = field_name((struct span){ text.at, len });

		is_address = !strcmp(name, "service_id");
		if (is_address)
			session_note_made(call->session,
				span_from(text, len + 1));
		any = any || is_address;
		result_add(&call->result, name, span_from(text, len + 1));
		free(name);
	}
	return any;
}

static bool is_detached(const struct args *args)
{
	const char *flags = args_value(args, "Flags");

	while (flags && *flags) {
		size_t len = strcspn(flags, ",");

		if (span_equal_nocase((struct span){ flags, len }, "Detach"))
			return true;
		flags += len + (flags[len] == ',');
	}
	return false;
}

static void list_keywords(struct pairs *keywords, const struct args *args)
{
	static const char *const names[] = { "Flags", "MaxStreams", "Port",
		"ClientAuthV3", "PoWDefensesEnabled", "PoWQueueRate",
		"PoWQueueBurst" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct strv *values = args_list(args, names[i]);

		for (size_t j = 0; j < values->len; j++) {
			struct span value = span_of(values->items[j]);

			pairs_add(keywords, span_of(names[i]), &value);
		}
	}
}

static bool run_add_onion(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	struct pairs keywords = { 0 };
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	list_keywords(&keywords, args);
	verb_add_onion(&request, args_value(args, "KEY"), &keywords);
	pairs_clear(&keywords);
	ok = connection_command(call->session->tor->connection, &request,
		&reply, error) &&
		(add_fields(call, &reply) || reply_refuse(error));
	if (ok) {
		/* Print the name even of a single field. */
		call->result.named = true;
		call->session->tor->hold |= !is_detached(args);
	}
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

static bool run_hsfetch(struct call *call, struct error *error)
{
	return onion_show_descriptor(call, args_list(&call->args, "SERVER"),
		session_deadline(call->session), error);
}

/* ---- hspost */

/* Directories answer within a second; Tor does not say how many it asks. */
enum { POST_QUIET = 3000 };

static void look_for_answer(void *arg, const struct queue_event *event)
{
	onion_publish_look(arg, event);
}

/* Waits for `count` answers (0: unknown), or until no more arrive. */
static bool await_answers(struct session *session,
	struct onion_publish *publish, size_t count, struct error *error)
{
	const struct onion_progress *progress = &publish->progress;
	int64_t deadline = session_deadline(session);
	struct error failure = ERROR_INIT;
	size_t answers = 0;
	bool more = true;

	while (more && (!count || answers < count)) {
		more = events_next(&session->tor->events,
			session->tor->connection, look_for_answer, publish,
			deadline, &failure);
		if (progress->uploaded + progress->failed == answers)
			continue;
		answers = progress->uploaded + progress->failed;
		deadline = clock_deadline(POST_QUIET);
	}
	if (!more && failure.kind != ERROR_TIMEOUT)
		return error_move(error, &failure);
	error_clear(&failure);
	if (!answers)
		return error_set(error, ERROR_TIMEOUT, "timed out: no "
			"directory answered");
	if (!progress->uploaded)
		return onion_publish_refused(publish, error);
	if (progress->failed)
		report_note(&session->report, "%zu director%s accepted the "
			"descriptor, %zu refused: %s", progress->uploaded,
			progress->uploaded == 1 ? "y" : "ies",
			progress->failed, buf_text(&publish->refusals));
	return true;
}

static bool post(struct call *call, struct error *error)
{
	struct request request;

	verb_post_onion_descriptor(&request,
		args_value(&call->args, "HSADDRESS"),
		args_list(&call->args, "SERVER"), buf_span(&call->args.body));
	return session_request(call, &request, error);
}

static bool run_hspost(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct onion_publish publish = {
		.address = args_value(&call->args, "HSADDRESS"),
		.posted = true,
	};
	bool ok;

	if (args_value(&call->args, "no-wait"))
		return post(call, error);
	if (!events_borrow(&session->tor->events, session->tor->connection,
		onion_publish_events, error))
		return false;
	ok = post(call, error) && (!conf_is_offline(session->tor->connection) ||
		conf_refuse_offline(error)) && await_answers(session, &publish,
		args_list(&call->args, "SERVER")->len, error);
	events_return(&session->tor->events, session->tor->connection);
	onion_publish_clear(&publish);
	return ok;
}

#define ONION_HELP "the service's address, with or without .onion"

const struct command commands_onions[] = {
	{
		.name = "add-onion",
		.group = COMMAND_ONIONS,
		.verb = "ADD_ONION",
		.summary = "create an onion service",
		.arguments = ARGUMENTS(
			{ "KEY", ARGUMENT_ONION_KEY, ARGUMENT_PRIVATE,
				"NEW:BEST or NEW:ED25519-V3 for a new key, or "
					"the private key ED25519-V3:BASE64" },
			{ "Port", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_REPEAT, "the service's port and its "
					"target: PORT, IP:PORT or unix:PATH",
				"VIRTUAL[,TARGET]" },
			{ "Flags", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "comma-separated: Detach "
					"(keep the service when the "
					"connection closes), DiscardPK, "
					"V3Auth, NonAnonymous (required, and "
					"only allowed, in single onion mode), "
					"MaxStreamsCloseCircuit", "FLAG,…" },
			{ "MaxStreams", ARGUMENT_NUMBER, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "maximum streams per "
					"circuit, up to 65535 (0: unlimited)" },
			{ "ClientAuthV3", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL | ARGUMENT_REPEAT,
				"a client's public x25519 key in "
					"base32; requires "
					"Flags=V3Auth", "KEY" },
			{ "PoWDefensesEnabled", ARGUMENT_SWITCH,
				ARGUMENT_KEYWORD | ARGUMENT_OPTIONAL,
				"require proof of work from clients (Tor "
					"0.4.9.2)" },
			{ "PoWQueueRate", ARGUMENT_NUMBER, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "requests served per "
					"second" },
			{ "PoWQueueBurst", ARGUMENT_NUMBER, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "requests served in a "
					"burst" },
		),
		.flags = COMMAND_SECRET | COMMAND_MAKES,
		.values = VALUES(
			{ "KEY", "NEW:BEST", "a new key of the recommended "
				"type" },
			{ "KEY", "NEW:ED25519-V3", "a new key" },
			{ "KEY", "ED25519-V3:", "a private key in base64 "
				"(prefer @FILE)" },
			{ "Port", "22", "SSH" },
			{ "Port", "80", "HTTP" },
			{ "Port", "443", "HTTPS" },
			{ "Port", ",127.0.0.1:", "a port on Tor's host" },
			{ "Port", ",unix:", "a socket path on Tor's host" },
			{ "Flags", "Detach", "keep the service when the "
				"connection closes" },
			{ "Flags", "DiscardPK", "do not return the private "
				"key" },
			{ "Flags", "MaxStreamsCloseCircuit", "close circuits "
				"that exceed MaxStreams" },
			{ "Flags", "NonAnonymous", "a single onion service" },
			{ "Flags", "V3Auth", "restrict access to ClientAuthV3 "
				"clients" },
		),
		.run = run_add_onion,
		.example = "torctl add-onion NEW:BEST Port=80,127.0.0.1:8080 "
			"Flags=Detach",
		.replies = "Prints service_id=… and, for a new key without "
			"DiscardPK, private_key=…. Without Detach the service "
			"ends with the connection, so torctl runs until "
			"interrupted. To restore a service, use @FILE, a file "
			"with its private key.",
		.errors = ERRORS(
			{ "512", "invalid argument" },
			{ "513", "invalid key type" },
			{ "550", "the service already exists" },
		),
	},
	{
		.name = "del-onion",
		.group = COMMAND_ONIONS,
		.verb = "DEL_ONION",
		.summary = "remove an onion service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION_OWN, 0, ONION_HELP },
		),
		.example = "torctl del-onion ADDRESS.onion",
		.replies = "Removes detached services and services of this "
			"connection, not those in torrc.",
		.errors = ERRORS(
			{ "552", "no such service" },
		),
	},
	{
		.name = "hsfetch",
		.group = COMMAND_ONIONS,
		.verb = "HSFETCH",
		.summary = "fetch an onion service descriptor",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
			{ "SERVER", ARGUMENT_RELAY, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL | ARGUMENT_REPEAT,
				"ask this hidden-service directory instead of "
					"the responsible ones" },
		),
		.run = run_hsfetch,
		.wire = "GETCONF DisableNetwork\n"
			"SETEVENTS HS_DESC HS_DESC_CONTENT\n"
			"SETEVENTS\n",
		.example = "torctl hsfetch ADDRESS.onion",
		.replies = "Waits for the descriptor, up to the time limit of "
			"-t, and prints it.",
		.errors = ERRORS(
			{ "551", "no hidden-service directory has the "
				"descriptor" },
			{ "552", "no such relay" },
		),
	},
	{
		.name = "hspost",
		.group = COMMAND_ONIONS,
		.verb = "+HSPOST",
		.summary = "publish an onion service descriptor",
		.arguments = ARGUMENTS(
			{ "FILE", ARGUMENT_FILE, ARGUMENT_BODY,
				"the descriptor" },
			{ "HSADDRESS", ARGUMENT_ONION, ARGUMENT_KEYWORD,
				"the service's address; Tor does not answer "
					"without it" },
			{ "SERVER", ARGUMENT_RELAY, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL | ARGUMENT_REPEAT,
				"a hidden-service directory to send it to" },
			{ "no-wait", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "do not wait for the "
					"directories" },
		),
		.flags = COMMAND_LONG,
		.run = run_hspost,
		.wire = "GETCONF DisableNetwork\n"
			"SETEVENTS HS_DESC\n"
			"SETEVENTS\n",
		.example = "torctl hspost ./descriptor HSADDRESS=ADDRESS",
		.replies = "Waits until the directories have answered, up to "
			"the time limit of -t. If all of them refuse the "
			"descriptor, the error names them. With --no-wait, "
			"exit status 0 means only that Tor sends the "
			"descriptor.",
		.errors = ERRORS(
			{ "551", "no directory accepted the descriptor" },
			{ "552", "no such relay" },
			{ "554", "invalid descriptor" },
		),
	},
	{
		.name = "onion-client-auth-add",
		.group = COMMAND_ONIONS,
		.verb = "ONION_CLIENT_AUTH_ADD",
		.summary = "add a client key for a service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
			{ "KEY", ARGUMENT_CLIENT_KEY, ARGUMENT_PRIVATE,
				"the private key, x25519:BASE64" },
			{ "ClientName", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "a name of up to 16 "
					"characters" },
			{ "Flags", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL, "Permanent: store it in "
					"ClientOnionAuthDir" },
		),
		.flags = COMMAND_SECRET,
		.values = VALUES(
			{ "KEY", "x25519:", "a private key in base64 (prefer "
				"@FILE)" },
			{ "Flags", "Permanent", "store the key in "
				"ClientOnionAuthDir" },
		),
		.example = "torctl onion-client-auth-add ADDRESS @keyfile",
		.replies = "Tor answers 251 if the key replaced another one, "
			"and 252 if it decrypted a cached descriptor.",
		.errors = ERRORS(
			{ "512", "invalid key" },
			{ "552", "unknown key type" },
			{ "553", "ClientOnionAuthDir is not set, so the key "
				"cannot be stored" },
		),
	},
	{
		.name = "onion-client-auth-remove",
		.group = COMMAND_ONIONS,
		.verb = "ONION_CLIENT_AUTH_REMOVE",
		.summary = "remove the client key for a service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION_KEYED, 0, ONION_HELP },
		),
		.example = "torctl onion-client-auth-remove ADDRESS",
		.replies = "Succeeds even if there was no key.",
	},
	{
		.name = "onion-client-auth-view",
		.group = COMMAND_ONIONS,
		.verb = "ONION_CLIENT_AUTH_VIEW",
		.summary = "list client keys, with private keys",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION_KEYED, ARGUMENT_OPTIONAL,
				ONION_HELP },
		),
		.example = "torctl onion-client-auth-view",
		.replies = "Prints a CLIENT line for each key, which includes "
			"the private key.",
	},
	{ .name = NULL },
};
