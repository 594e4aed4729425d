/* mapaddress, resolve, map, unmap and lookup: names and addresses. */
#include "cmd/session.h"
#include "proto/verbs.h"
#include "tor/info.h"
#include "tor/lookup.h"
#include "util/alloc.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* Tor replaces these with an address that it chooses. */
static bool is_reserved(const char *old)
{
	return !strcmp(old, "0.0.0.0") || !strcmp(old, "::") ||
		!strcmp(old, ".");
}

static bool is_wildcard(const char *mapping)
{
	return !strncmp(mapping, "0.0.0.0=", 8) ||
		!strncmp(mapping, "::=", 3) || !strncmp(mapping, ".=", 2);
}

/*
 * Returns whether the reply has a line for each mapping: OLD=NEW with the same
 * NEW, or the reason for its refusal.
 */
static bool fits(const struct reply *reply, const struct strv *mappings)
{
	if (!reply_ok(reply) && reply->len == 1)
		return true; /* of the whole command */
	if (reply->len != mappings->len)
		return false;
	for (size_t i = 0; i < reply->len; i++) {
		struct span text = reply->lines[i].text;
		const char *equals = memchr(text.at ? text.at : "", '=',
			text.len);
		const char *new = strchr(mappings->items[i], '=');

		if (reply->lines[i].status / 100 != 2)
			continue;
		if (!equals || !new || !span_equal_nocase(span_from(text,
			(size_t)(equals - text.at) + 1), new + 1))
			return false;
	}
	return true;
}

static const struct table_column mapping_columns[] = {
	{ "OLD", .flags = TABLE_NULL, .help = "the mapped address" },
	{ "NEW", .flags = TABLE_NULL, .help = "the address used instead" },
	{ NULL },
};

/*
 * Tor answers each mapping with a line of one reply, whether accepted or
 * refused (control-spec 3.8). Shows the accepted ones in either case.
 */
static bool send_mappings(struct call *call, const struct strv *mappings,
	struct error *error)
{
	bool only_name = mappings->len == 1 && is_wildcard(mappings->items[0]);
	struct pairs accepted = { 0 };
	struct request request;
	struct reply reply = REPLY_INIT;
	bool ok;

	verb_map_addresses(&request, mappings);
	ok = connection_request(call->session->tor->connection, &request,
		&reply, error);
	if (ok && !fits(&reply, mappings))
		ok = reply_refuse(error);
	for (size_t i = 0; i < reply.len && ok; i++)
		if (reply.lines[i].status / 100 == 2)
			pairs_add_joined(&accepted, reply.lines[i].text);
	ok = ok && reply_check(&reply, error);
	if (accepted.len) {
		session_note_made(call->session,
			span_of(accepted.items[accepted.len - 1].name));
		result_add_pairs(&call->result, &accepted, only_name ?
			table_line_name : table_line_pair);
	}
	pairs_clear(&accepted);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

static bool run_mapaddress(struct call *call, struct error *error)
{
	return send_mappings(call, args_list(&call->args, "OLD=NEW"), error);
}

/* On the wire, "=" separates the two addresses, so neither may contain it. */
static bool map_one(struct call *call, const char *old, const char *new,
	struct error *error)
{
	struct strv mappings = STRV_INIT;
	bool ok;

	if (strchr(old, '=') || strchr(new, '='))
		return error_set(error, ERROR_USAGE, "\"%s\" is not a valid "
			"address; use map OLD NEW, without \"=\"",
			strchr(old, '=') ? old : new);
	strv_take(&mappings, alloc_print("%s=%s", old, new));
	ok = send_mappings(call, &mappings, error);
	strv_clear(&mappings);
	return ok;
}

static bool run_map(struct call *call, struct error *error)
{
	const char *old = args_value(&call->args, "OLD");
	const char *new = args_value(&call->args, "NEW");
	const char *any = args_value(&call->args, "any");

	if (any ? old != NULL : !new)
		return error_set(error, ERROR_USAGE, "use map OLD NEW, or map "
			"--any NEW to let Tor choose the address");
	return map_one(call, any ? "0.0.0.0" : old, any ? any : new, error);
}

static bool is_mapped(struct span table, const char *address)
{
	struct span line, from;

	while (span_next_line(&table, &line))
		if (span_next_word(&line, &from) &&
			span_equal_nocase(from, address))
			return true;
	return false;
}

/*
 * Tor accepts unmapped addresses too; note them, since they may be typing
 * errors.
 */
static void note_unmapped(const struct call *call, const struct strv *old)
{
	struct session *session = call->session;
	char *table = info_get_one(session->tor->connection,
		"address-mappings/all", NULL);

	for (size_t i = 0; i < old->len && table; i++)
		if (!is_mapped(span_of(table), old->items[i]))
			report_note(&session->report, "no mapping for "
				"\"%s\"; see mappings",
				old->items[i]);
	free(table);
}

/* Maps each address to itself, which removes its mapping (control-spec 3.8). */
static bool run_unmap(struct call *call, struct error *error)
{
	const struct strv *old = args_list(&call->args, "OLD");
	enum output_form form = call->session->output->form;
	struct strv mappings = STRV_INIT;
	bool ok = table_begin(&call->result.table, mapping_columns,
		&(struct table_choice){ NULL }, form, error);

	for (size_t i = 0; i < old->len && ok; i++) {
		const char *address = old->items[i];

		if (strchr(address, '=') || is_reserved(address))
			ok = error_set(error, ERROR_USAGE, "\"%s\" "
				"cannot be a mapped address; see mappings",
				address);
		strv_take(&mappings, alloc_print("%s=%s", address, address));
	}
	if (ok)
		note_unmapped(call, old);
	ok = ok && send_mappings(call, &mappings, error);
	/* Do not print the resulting OLD=OLD pairs. */
	if (ok && form != OUTPUT_JSON)
		result_add_ok(&call->result, call->session->output);
	strv_clear(&mappings);
	return ok;
}

static bool look_up(struct call *call, bool reverse, struct error *error)
{
	const struct strv *names = args_list(&call->args, "NAME");
	struct pairs found = { 0 };
	bool ok;

	ok = lookup_names(call->session->tor->connection,
		&call->session->tor->events, names, reverse,
		session_deadline(call->session), &found, error);
	if (found.len)
		result_add_pairs(&call->result, &found, names->len == 1 ?
			table_line_value : table_line_pair);
	pairs_clear(&found);
	return ok;
}

static bool run_resolve(struct call *call, struct error *error)
{
	const char *mode = args_value(&call->args, "mode");

	if (mode && strcmp(mode, "reverse"))
		return error_set(error, ERROR_USAGE, "unknown mode "
			"\"%s\"; the only mode is reverse", mode);
	return look_up(call, mode || args_value(&call->args, "reverse"),
		error);
}

static bool run_lookup(struct call *call, struct error *error)
{
	const struct strv *names = args_list(&call->args, "NAME");
	bool reverse = args_value(&call->args, "reverse");
	struct in6_addr address;

	for (size_t i = 0; i < names->len && reverse; i++)
		if (inet_pton(AF_INET, names->items[i], &address) != 1 &&
			inet_pton(AF_INET6, names->items[i], &address) != 1)
			return error_set(error, ERROR_USAGE, "\"%s\" is not a "
				"valid IP address; -x takes addresses such as "
				"192.0.2.1 or 2001:db8::1",
				names->items[i]);
	return look_up(call, reverse, error);
}

static const struct table_column lookup_columns[] = {
	{ "ADDRESS", .flags = TABLE_NULL, .help = "the name or address given" },
	{ "NEW-ADDRESS", .flags = TABLE_NULL, .help = "the answer" },
	{ NULL },
};

const struct command commands_addresses[] = {
	{
		.name = "lookup",
		.group = COMMAND_ADDRESSES,
		.summary = "resolve names through Tor",
		.arguments = ARGUMENTS(
			{ "NAME", ARGUMENT_ADDRESS, ARGUMENT_REPEAT,
				"a host name, or an address with -x" },
			{ "reverse", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "do a reverse lookup", NULL, 'x' },
			TABLE_OPTIONS,
		),
		.columns = lookup_columns,
		.run = run_lookup,
		.wire = "RESOLVE *\n"
			"GETCONF DisableNetwork\n"
			"SETEVENTS ADDRMAP\n"
			"SETEVENTS\n",
		.example = "torctl lookup -x 192.0.2.1",
		.replies = "Waits for the answer, up to the time limit of -t, "
			"and prints it. With several names, prints "
			"NAME=ADDRESS.",
		.errors = ERRORS(
			{ "551", "a name could not be resolved" },
		),
	},
	{
		.name = "map",
		.group = COMMAND_ADDRESSES,
		.summary = "map one address to another",
		.arguments = ARGUMENTS(
			{ "OLD", ARGUMENT_ADDRESS, ARGUMENT_OPTIONAL,
				"the address that clients request" },
			{ "NEW", ARGUMENT_ADDRESS, ARGUMENT_OPTIONAL,
				"the address that Tor connects to instead" },
			{ "any", ARGUMENT_ADDRESS, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "map "
					"an unused address, chosen by "
					"Tor, to NEW (instead of OLD "
					"NEW)", "NEW" },
			TABLE_OPTIONS,
		),
		.columns = mapping_columns,
		.flags = COMMAND_MAKES,
		.run = run_map,
		.wire = "MAPADDRESS *\n",
		.example = "torctl map --any www.example.com",
		.replies = "Prints OLD=NEW, or only the address with --any; "
			"OLD is $_ in the following lines. "
			"The mapping lasts until unmap or until Tor exits.",
		.errors = ERRORS(
			{ "451", "no unused address left" },
			{ "512", "invalid mapping" },
		),
	},
	{
		.name = "unmap",
		.group = COMMAND_ADDRESSES,
		.summary = "remove address mappings",
		.arguments = ARGUMENTS(
			{ "OLD", ARGUMENT_MAPPED, ARGUMENT_REPEAT,
				"the mapped address" },
		),
		.run = run_unmap,
		.wire = "GETINFO address-mappings/all\n"
			"MAPADDRESS *\n",
		.example = "torctl unmap 127.192.0.1",
		.replies = "Succeeds even if there was no such mapping; a note "
			"says so.",
	},
	{ .name = NULL },
};

const struct command commands_mapaddress[] = {
	{
		.name = "mapaddress",
		.group = COMMAND_ADDRESSES,
		.verb = "MAPADDRESS",
		.summary = "map one address to another",
		.arguments = ARGUMENTS(
			{ "OLD=NEW", ARGUMENT_MAPPING, ARGUMENT_REPEAT,
				"redirect connections for OLD to NEW; if OLD "
					"is 0.0.0.0, :: or ., Tor chooses an "
					"unused address; NEW equal to OLD "
					"removes the mapping" },
			TABLE_OPTIONS,
		),
		.columns = mapping_columns,
		.flags = COMMAND_MAKES,
		.run = run_mapaddress,
		.example = "torctl mapaddress 0.0.0.0=www.example.com",
		.replies = "Prints the address that Tor chose, or OLD=NEW. "
			"getinfo address-mappings/control lists these "
			"mappings.",
		.errors = ERRORS(
			{ "451", "no unused address left" },
			{ "512", "invalid mapping; the others still take "
				"effect" },
		),
	},
	{
		.name = "resolve",
		.group = COMMAND_ADDRESSES,
		.verb = "RESOLVE",
		.summary = "resolve names through Tor",
		.arguments = ARGUMENTS(
			{ "NAME", ARGUMENT_ADDRESS, ARGUMENT_REPEAT,
				"a host name, or an address for a reverse "
					"lookup" },
			{ "reverse", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL,
				"do a reverse lookup" },
			{ "mode", ARGUMENT_TEXT, ARGUMENT_KEYWORD |
				ARGUMENT_OPTIONAL,
				"same as --reverse", "reverse" },
			TABLE_OPTIONS,
		),
		.columns = lookup_columns,
		.run = run_resolve,
		.wire = "GETCONF DisableNetwork\n"
			"SETEVENTS ADDRMAP\n"
			"SETEVENTS\n",
		.example = "torctl resolve www.example.com",
		.replies = "Waits for the answer, up to the time limit of -t, "
			"and prints it. With several names, prints "
			"NAME=ADDRESS. Tor does not answer until it is "
			"bootstrapped.",
		.errors = ERRORS(
			{ "551", "a name could not be resolved" },
		),
	},
	{ .name = NULL },
};
