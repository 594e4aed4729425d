/* onion: services of this Tor, and descriptors of others. */
#include "api/descriptor.h"
#include "cmd/onion_add.h"
#include "cmd/onion_table.h"
#include "cmd/session.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

/* HSFETCH may never be answered, so there is always an end to the wait. */
enum { FETCH_TIMEOUT = 60 * 1000 };

/* ---- del, fetch */

static bool run_del(struct call *call, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	request_init(&request, "DEL_ONION");
	request_add_word(&request, args_value(&call->args, "ADDRESS"));
	ok = session_request(call, &request, &failure);
	if (!ok && failure.kind == ERROR_TOR && failure.status == 552)
		error_append(&failure, "; a service of torrc ends when its "
			"lines there do, one of another connection with that "
			"(onion list shows those that this connection knows)");
	return ok || error_move(error, &failure);
}

static bool run_fetch(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *address = args_value(args, "ADDRESS");
	int timeout = args_timeout(args, "timeout", FETCH_TIMEOUT);
	struct descriptor descriptor = { 0 };
	struct error failure = ERROR_INIT;
	bool ok;

	if (timeout < 0)
		return error_set(error, ERROR_USAGE, "--timeout: Tor may never "
			"answer this, so give a number of seconds above 0");
	ok = descriptor_fetch(call->session->client, &call->session->events,
		address, args_list(args, "server"), clock_deadline(timeout),
		&descriptor, &failure);
	if (ok) {
		result_add(&call->result, "address", span_of(address));
		result_add(&call->result, "descriptor_id",
			span_of(descriptor.descriptor_id));
		result_add(&call->result, "hs_dir",
			span_of(descriptor.hs_dir));
		result_add(&call->result, "content",
			buf_span(&descriptor.content));
		call->result.only_value = true;
	}
	descriptor_clear(&descriptor);
	return ok || error_move(error, &failure);
}

static void offer_ports(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg)
{
	(void)words;
	if (argument->type != ARGUMENT_ONION_PORT)
		return;
	add(arg, "80", "the web, and the same port of Tor's host");
	add(arg, "443", "the web with TLS, and the same port of Tor's host");
	add(arg, "22", "SSH, and the same port of Tor's host");
}

#define ONION_HELP "56 letters and digits, with or without .onion"
#define VALUE ARGUMENT_OPTION | ARGUMENT_VALUE | ARGUMENT_OPTIONAL
#define ALONE ARGUMENT_OPTION | ARGUMENT_OPTIONAL

const struct command commands_onion[] = {
	{
		.name = "onion",
		.group = COMMAND_ONIONS,
		.summary = "make, list and end onion services; their keys",
		.flags = COMMAND_FAMILY,
		.replies = "Keys are read from files, and new ones written to "
			"files of mode 0600, which are never overwritten "
			"without --force. An address may be given with or "
			"without .onion; a mistyped one is refused by its "
			"checksum.",
	},
	{
		.name = "onion add",
		.group = COMMAND_ONIONS,
		.summary = "make an onion service and publish it",
		.arguments = {
			{ "PORT", ARGUMENT_ONION_PORT, ARGUMENT_REPEAT,
				"the port it has, and where that leads: PORT "
				"(the same of Tor's host), PORT:PORT, "
				"PORT:IP:PORT, PORT:unix:/PATH" },
			{ "key", ARGUMENT_FILE, VALUE, "bring a service back: "
				"its private key, ED25519-V3:BASE64, or Tor's "
				"hs_ed25519_secret_key" },
			{ "new-key", ARGUMENT_FILE, VALUE, "keep the new "
				"private key in this file; without it nobody "
				"can have the address again" },
			{ "client-auth", ARGUMENT_CLIENT, VALUE |
				ARGUMENT_REPEAT, "only clients with a key may "
				"visit it: a public one, base32 (onion auth "
				"new makes them)" },
			{ "new-client", ARGUMENT_TEXT, VALUE | ARGUMENT_REPEAT,
				"make a client's key, and keep the private "
				"part in NAME.auth_private", "NAME" },
			{ "detach", ARGUMENT_TEXT, ALONE, "it outlives this "
				"connection" },
			{ "max-streams", ARGUMENT_NUMBER, VALUE, "how many a "
				"circuit may carry, up to 65535" },
			{ "pow", ARGUMENT_TEXT, ALONE, "ask clients for a "
				"proof of work when there are many (0.4.9.2)" },
			{ "force", ARGUMENT_TEXT, ALONE, "overwrite the files "
				"of new keys" },
			{ "timeout", ARGUMENT_SECONDS, VALUE, "give up when it "
				"is not published after that long (120; 0 is "
				"never)" },
		},
		.flags = COMMAND_LONG,
		.values = offer_ports,
		.run = onion_add_run,
		.example = "torctl onion add 80:8080 --new-key ~/site.key",
		.replies = "Prints the address, and returns when the directories "
			"of its descriptors have answered; what is not published "
			"in time is removed again. Without --detach the service "
			"ends with the connection: torctl stays until Ctrl-C, at "
			"the prompt it goes on. Keys are in their files before "
			"the address is printed; --raw prints Tor's reply, but "
			"not a private key.",
	},
	{
		.name = "onion list",
		.group = COMMAND_ONIONS,
		.summary = "list the onion services of this Tor",
		.arguments = { TABLE_OPTIONS },
		.columns = onion_table_columns,
		.run = onion_table_run,
		.example = "torctl onion list",
		.replies = ONION_TABLE_HELP,
	},
	{
		.name = "onion del",
		.group = COMMAND_ONIONS,
		.summary = "end an onion service",
		.arguments = { { "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP } },
		.run = run_del,
		.example = "torctl onion del ADDRESS.onion",
		.replies = "Only detached services and those of this connection. "
			"552: none of that name.",
	},
	{
		.name = "onion fetch",
		.group = COMMAND_ONIONS,
		.summary = "fetch an onion service's descriptor",
		.arguments = {
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
			{ "server", ARGUMENT_RELAY, VALUE | ARGUMENT_REPEAT,
				"a directory to ask in place of those that "
				"should have it" },
			{ "timeout", ARGUMENT_SECONDS, VALUE, "give up after "
				"that long (60)" },
		},
		.flags = COMMAND_LONG,
		.run = run_fetch,
		.example = "torctl onion fetch ADDRESS.onion",
		.replies = "Prints the descriptor as its directory gave it, most "
			"of it encrypted. 551: no directory has it; 552: no "
			"such server.",
	},
	{ .name = NULL },
};
