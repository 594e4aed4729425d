/* onion auth: client authorization keys. */
#include "cmd/session.h"
#include "commands/key_file.h"
#include "proto/keyword.h"
#include "proto/verbs.h"
#include "tor/onion_key.h"

#include <stdlib.h>
#include <string.h>

/* ---- new */

/*
 * Chooses the private key's destination. Returns false if there is none.
 */
static bool plan_file(const struct args *args, struct key_file *file,
	struct error *error)
{
	const char *path = args_value(args, "new-key");
	const char *name = args_value(args, "name");
	bool replace = args_value(args, "force");
	char *made = NULL;
	bool ok;

	if (!path && !name && !args_value(args, "show-key"))
		return error_set(error, ERROR_USAGE, "no destination for the "
			"private key; use --new-key FILE, --name NAME (writes "
			"NAME.auth_private) or --show-key");
	if (!path && name) {
		path = made = key_file_name(name, "auth_private", error);
		if (!made)
			return false;
	}
	ok = !path || key_file_plan(file, path, replace, error);
	free(made);
	return ok;
}

static bool run_new(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *address = args_value(args, "ADDRESS");
	struct buf text = BUF_INIT_SECRET, open = BUF_INIT;
	struct onion_pair pair = { 0 };
	struct key_file file = { 0 };
	bool json = call->session->output->form == OUTPUT_JSON, ok;

	ok = plan_file(args, &file, error) && onion_pair_make(&pair, error);
	if (ok) {
		onion_pair_add_line(&pair, address ? address : "", &text);
		ok = !file.path || key_file_write(&file, buf_span(&text),
			error);
	}
	if (ok) {
		buf_print(&open, "descriptor:x25519:%s", buf_text(&pair.open));
		if (json && args_value(args, "name"))
			result_add(&call->result, "name",
				span_of(args_value(args, "name")));
		result_add(&call->result, "public_key", buf_span(&open));
		if (json && file.path)
			result_add(&call->result, "key_file",
				span_of(file.path));
		else if (file.path)
			report_note(&call->session->report, "private key "
				"saved in %s", file.path);
		buf_reset(&text);
		onion_pair_add_private(&pair, &text);
		if (args_value(args, "show-key"))
			result_add(&call->result, "private_key",
				buf_span(&text));
		call->result.named = true;
	}
	onion_pair_clear(&pair);
	key_file_clear(&file);
	buf_clear(&text);
	buf_clear(&open);
	return ok;
}

/* ---- add, remove */

static bool run_add(struct call *call, struct error *error)
{
	const struct args *args = &call->args;
	const char *path = args_value(args, "KEY-FILE");
	struct buf text = BUF_INIT_SECRET, key = BUF_INIT_SECRET;
	struct error failure = ERROR_INIT;
	struct request request;
	bool ok;

	ok = key_file_read(call->session, path, &text, &failure) &&
		onion_key_read_client(path, buf_span(&text),
		args_value(args, "ADDRESS"), &key, &failure);
	if (ok) {
		verb_add_client_auth(&request, args_value(args, "ADDRESS"),
			buf_text(&key), args_value(args, "name"),
			args_value(args, "permanent") ? "Permanent" : NULL);
		ok = session_request(call, &request, &failure);
	}
	if (ok && !args_value(args, "permanent"))
		report_note(&call->session->report, "Tor forgets the key when "
			"it exits or when its configuration changes; "
			"--permanent stores it");
	if (!ok && failure.kind == ERROR_TOR && failure.status == 553 &&
		args_value(args, "permanent"))
		error_append(&failure, "; to store keys permanently, set a "
			"directory with setconf ClientOnionAuthDir=/DIR");
	buf_clear(&text);
	buf_clear(&key);
	return ok || error_move(error, &failure);
}

static bool run_remove(struct call *call, struct error *error)
{
	struct request request;

	verb_remove_client_auth(&request, args_value(&call->args, "ADDRESS"));
	return session_request(call, &request, error);
}

/* ---- list */

enum { LIST_ADDRESS, LIST_NAME, LIST_KEPT, LIST_KEY };

static const struct table_column list_columns[] = {
	[LIST_ADDRESS] = { "ADDRESS", .help = "the service's address" },
	[LIST_NAME] = { "NAME", .help = "the key's name" },
	[LIST_KEPT] = { "KEPT", .help = "memory (until Tor exits "
		"or its configuration changes) or directory (ClientOnionAuthDir)" },
	[LIST_KEY] = { "KEY", .json = "private_key", .flags = TABLE_EXTRA,
		.help = "the private key, with --show-keys" },
	{ NULL },
};

/* "CLIENT address key [Flags=…] [ClientName=…]", the last two in any order. */
static void add_client(struct table *table, struct span rest, bool show)
{
	struct keyword address, key, word;
	struct buf name = BUF_INIT;

	if (!keyword_next(&rest, &address) || !keyword_next(&rest, &address) ||
		!keyword_next(&rest, &key))
		return;
	table_add_row(table);
	buf_add_span(&name, address.value);
	buf_add_string(&name, ".onion");
	table_set(table, LIST_ADDRESS, buf_span(&name));
	buf_reset(&name);
	if (keyword_find(rest, "ClientName", &word)) {
		keyword_add_value(&name, &word);
		table_set(table, LIST_NAME, buf_span(&name));
	}
	table_set(table, LIST_KEPT, span_of(keyword_find(rest, "Flags",
		&word) && span_equal(word.value, "Permanent") ? "directory" :
		"memory"));
	if (show)
		table_set(table, LIST_KEY, key.value);
	buf_clear(&name);
}

/* The tap (--raw) would show the keys, so it is on only with --show-keys. */
static bool run_list(struct call *call, struct error *error)
{
	bool show = args_value(&call->args, "show-keys");
	struct table *table = &call->result.table;
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	table->text.secret = true;
	if (show)
		table_show_column(table, LIST_KEY);
	verb_view_client_auth(&request, args_value(&call->args, "ADDRESS"));
	ok = (show ? connection_command : connection_own_command)(
		call->session->tor->connection, &request, &reply, error);
	for (size_t i = 0; ok && i < reply.len; i++)
		if (span_starts(reply.lines[i].text, "CLIENT "))
			add_client(table, reply.lines[i].text, show);
	if (ok)
		call->result.shape = RESULT_TABLE;
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

#define ONION_HELP "the service's address, with or without .onion"
#define VALUE ARGUMENT_OPTION | ARGUMENT_VALUE | ARGUMENT_OPTIONAL
#define ALONE ARGUMENT_OPTION | ARGUMENT_OPTIONAL

const struct command commands_onion_auth[] = {
	{
		.name = "onion auth",
		.group = COMMAND_ONIONS,
		.summary = "manage client authorization keys",
		.flags = COMMAND_FAMILY,
		.replies = "Each client has an x25519 key pair. The public key "
			"goes to the service (onion add --client-auth), the "
			"private key to the client's Tor (onion auth add).",
	},
	{
		.name = "onion auth new",
		.group = COMMAND_ONIONS,
		.summary = "create a key pair for a client",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, ARGUMENT_OPTIONAL,
				"the service's address, for the file" },
			{ "new-key", ARGUMENT_FILE, VALUE, "save the private "
				"key in FILE" },
			{ "name", ARGUMENT_TEXT, VALUE, "the client's name; "
				"without --new-key, the private key is saved "
				"in NAME.auth_private",
				"NAME" },
			{ "show-key", ARGUMENT_TEXT, ALONE, "also print the "
				"private key" },
			{ "force", ARGUMENT_TEXT, ALONE, "overwrite an "
				"existing file" },
		),
		.flags = COMMAND_OFFLINE,
		.run = run_new,
		.example = "torctl onion auth new --name alice",
		.replies = "Prints public_key=descriptor:x25519:BASE32. Pass "
			"it to onion add --client-auth, or write it to "
			"authorized_clients/NAME.auth of a torrc service. The "
			"file is the same as that of onion add --new-client, "
			"ADDRESS:descriptor:x25519:BASE32; without ADDRESS, "
			"add it before copying the file to "
			"ClientOnionAuthDir. Needs no connection.",
	},
	{
		.name = "onion auth add",
		.group = COMMAND_ONIONS,
		.summary = "add a client key for a service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION, 0, ONION_HELP },
			{ "KEY-FILE", ARGUMENT_FILE, 0, "a file whose first "
				"line is the private key: x25519:BASE64 or "
				"ADDRESS:descriptor:x25519:BASE32" },
			{ "name", ARGUMENT_TEXT, VALUE, "a name of up to 16 "
				"characters",
				"NAME" },
			{ "permanent", ARGUMENT_TEXT, ALONE, "store it in "
				"ClientOnionAuthDir" },
		),
		.flags = COMMAND_SECRET,
		.run = run_add,
		.wire = "ONION_CLIENT_AUTH_ADD *\n",
		.example = "torctl onion auth add ADDRESS alice.auth_private",
		.replies = "Tor answers 251 if the key replaced another one, "
			"and 252 if it decrypted a cached descriptor. Without "
			"--permanent, Tor forgets the key when it exits or "
			"when its configuration changes.",
		.errors = ERRORS(
			{ "553", "ClientOnionAuthDir is not set, so the key "
				"cannot be stored" },
		),
	},
	{
		.name = "onion auth remove",
		.group = COMMAND_ONIONS,
		.summary = "remove the client key for a service",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION_KEYED, 0, ONION_HELP },
		),
		.run = run_remove,
		.wire = "ONION_CLIENT_AUTH_REMOVE *\n",
		.example = "torctl onion auth remove ADDRESS",
		.replies = "Succeeds even if there was no key.",
	},
	{
		.name = "onion auth list",
		.group = COMMAND_ONIONS,
		.summary = "list client keys",
		.arguments = ARGUMENTS(
			{ "ADDRESS", ARGUMENT_ONION_KEYED, ARGUMENT_OPTIONAL,
				"list only this service's key" },
			{ "show-keys", ARGUMENT_TEXT, ALONE, "also print the "
				"private keys" },
			TABLE_OPTIONS,
		),
		.columns = list_columns,
		.rows = "client keys",
		.run = run_list,
		.wire = "ONION_CLIENT_AUTH_VIEW\n",
		.example = "torctl onion auth list",
		.replies = "--raw requires --show-keys, because Tor's reply "
			"contains the private keys.",
	},
	{ .name = NULL },
};
