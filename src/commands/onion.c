/* onion: this Tor's services, and other services' descriptors. */
#include "cmd/session.h"
#include "commands/onion_add.h"
#include "commands/onion_table.h"
#include "proto/verbs.h"
#include "tor/descriptor.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

/* Tor may never answer HSFETCH, so the wait is always limited. */
enum { FETCH_TIMEOUT = 60 * 1000 };

/* ---- del, fetch */

static bool run_del(struct call *call, struct error *error)
{
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	verb_remove_onion(&request, args_value(&call->args, "ADDRESS"));
	ok = session_request(call, &request, &failure);
	if (!ok && failure.kind == ERROR_TOR && failure.status == 552)
		error_append(&failure, "; to remove a service in torrc, "
			"remove its lines; a service of another connection "
			"ends with that connection; see onion list");
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
		return error_set(error, ERROR_USAGE, "--timeout must be "
			"greater than 0 here: Tor may never answer");
	ok = descriptor_fetch(call->session->tor->connection,
		&call->session->tor->events,
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

#define ONION_HELP "56 letters and digits, with or without .onion"
#define VALUE ARGUMENT_OPTION | ARGUMENT_VALUE | ARGUMENT_OPTIONAL
#define ALONE ARGUMENT_OPTION | ARGUMENT_OPTIONAL

const struct command commands_onion[] = {
	{
		.name = "onion",
		.group = COMMAND_ONIONS,
		.summary = "manage onion services and client keys",
		.flags = COMMAND_FAMILY,
		.replies = "Keys are read from files; new keys are written to "
			"files with mode 0600, and existing files are "
			"overwritten only with --force. The .onion suffix of "
			"an address is optional. The checksum of an address is "
			"verified.",
	},
	{
		.name = "onion add",
		.group = COMMAND_ONIONS,
		.summary = "create and publish an onion service",
		.arguments = ARGUMENTS(
			{ "PORT", ARGUMENT_ONION_PORT, ARGUMENT_REPEAT,
				"the service's port and its target: PORT "
					"(same port on Tor's host), "
					"PORT:PORT, PORT:IP:PORT or "
					"PORT:unix:/PATH" },
			{ "key", ARGUMENT_FILE, VALUE, "restore a service "
				"from its private key: a file with "
				"ED25519-V3:BASE64, or Tor's "
				"hs_ed25519_secret_key" },
			{ "new-key", ARGUMENT_FILE, VALUE, "save the new "
				"private key in FILE; without it the address "
				"cannot be restored later" },
			{ "client-auth", ARGUMENT_CLIENT, VALUE |
				ARGUMENT_REPEAT, "restrict access to clients "
					"with this key (public key in base32, "
					"see onion auth new)" },
			{ "new-client", ARGUMENT_TEXT, VALUE | ARGUMENT_REPEAT,
				"create a client key and save the "
					"private key in "
					"NAME.auth_private", "NAME" },
			{ "detach", ARGUMENT_TEXT, ALONE, "keep the service "
				"when the connection closes" },
			{ "max-streams", ARGUMENT_NUMBER, VALUE, "maximum "
				"streams per circuit, up to 65535" },
			{ "pow", ARGUMENT_TEXT, ALONE, "under load, require "
				"proof of work from clients (Tor 0.4.9.2)" },
			{ "force", ARGUMENT_TEXT, ALONE, "overwrite existing "
				"key files" },
			{ "notify", ARGUMENT_TEXT, ALONE, "print another line "
				"when the service is published" },
			{ "timeout", ARGUMENT_SECONDS, VALUE, "give up if "
				"the service is not published within SECS "
				"(default 120; 0: never)" },
		),
		.flags = COMMAND_LONG,
		.values = VALUES(
			{ "PORT", "80", "HTTP, to the same port on Tor's host" },
			{ "PORT", "443", "HTTPS, to the same port on Tor's "
				"host" },
			{ "PORT", "22", "SSH, to the same port on Tor's host" },
		),
		.run = onion_add_run,
		.wire = "ADD_ONION *\n"
			"SETEVENTS HS_DESC\n"
			"SETEVENTS\n",
		.example = "torctl onion add 80:8080 --new-key ~/site.key",
		.replies = "Prints the address and waits until the "
			"hidden-service directories have answered. --notify "
			"then prints \"published\", with --json an object whose "
			"event is \"published\". A service "
			"that is not published before the timeout, or that "
			"all directories refuse, is removed unless --detach is "
			"given. Without --detach, the service lasts as long as "
			"the connection: torctl runs until Ctrl-C; at the "
			"prompt, you can continue working. Key files are "
			"written before the address is printed. --raw prints "
			"Tor's reply without the private key.",
		.errors = ERRORS(
			{ "550", "the service already exists" },
		),
	},
	{
		.name = "onion list",
		.group = COMMAND_ONIONS,
		.summary = "list this Tor's onion services",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.columns = onion_table_columns,
		.run = onion_table_run,
		.wire = "GETINFO onions/current\n"
			"GETINFO onions/detached\n"
			"GETCONF HiddenServiceOptions\n",
		.example = "torctl onion list",
		.replies = ONION_TABLE_HELP,
	},
	{
		.name = "onion del",
		.group = COMMAND_ONIONS,
		.summary = "remove an onion service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
		),
		.run = run_del,
		.wire = "DEL_ONION *\n",
		.example = "torctl onion del ADDRESS.onion",
		.replies = "Removes detached services and services of this "
			"connection only.",
		.errors = ERRORS(
			{ "552", "no such service" },
		),
	},
	{
		.name = "onion fetch",
		.group = COMMAND_ONIONS,
		.summary = "fetch an onion service descriptor",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
			{ "server", ARGUMENT_RELAY, VALUE | ARGUMENT_REPEAT,
				"ask this hidden-service directory instead of "
					"the responsible ones" },
			{ "timeout", ARGUMENT_SECONDS, VALUE, "give up after "
				"SECS (default 60)" },
		),
		.flags = COMMAND_LONG,
		.run = run_fetch,
		.wire = "HSFETCH *\n"
			"SETEVENTS HS_DESC HS_DESC_CONTENT\n"
			"SETEVENTS\n",
		.example = "torctl onion fetch ADDRESS.onion",
		.replies = "Prints the descriptor as received; most of it is "
			"encrypted.",
		.errors = ERRORS(
			{ "551", "no hidden-service directory has the "
				"descriptor" },
			{ "552", "no such relay" },
		),
	},
	{ .name = NULL },
};
