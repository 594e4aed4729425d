/* guards, mappings, listeners, onions: tables of other things in Tor. */
#include "commands/event_rows.h"
#include "commands/onion_show.h"
#include "proto/event_json.h"
#include "proto/keyword.h"
#include "proto/quoted.h"
#include "tor/info.h"

#include <stdlib.h>
#include <string.h>

/* Fetches all keys; fails if Tor refuses every one. */
static bool ask(struct call *call, const char *const *names, size_t len,
	struct info *info, struct error *error)
{
	struct error refused = ERROR_INIT;
	struct strv keys = STRV_INIT;
	bool ok;

	for (size_t i = 0; i < len; i++)
		strv_add(&keys, names[i]);
	ok = info_get_known(call->session->tor->connection, &keys, info,
			&refused, error) &&
		report_refused(&call->session->report, info->replies_len,
			&refused, error);
	if (ok)
		call->result.shape = RESULT_TABLE;
	error_clear(&refused);
	strv_clear(&keys);
	return ok;
}

/* ---- guards */

enum { GUARD_RELAY, GUARD_STATUS, GUARD_SINCE, GUARD_ADDRESS, GUARD_COUNTRY,
	GUARD_FINGERPRINT };

static const struct table_column guard_columns[] = {
	[GUARD_RELAY] = { "RELAY", NULL, EVENT_STRING, TABLE_SHRINK,
		"nickname" },
	[GUARD_STATUS] = { "STATUS", NULL, EVENT_STRING, TABLE_STATE,
		"up, never-connected, down, unusable or unlisted" },
	[GUARD_SINCE] = { "SINCE", NULL, EVENT_STRING, TABLE_SPARE,
		"when it became unreachable or unusable (UTC)" },
	[GUARD_ADDRESS] = { "ADDRESS", NULL, EVENT_STRING, TABLE_SPARE,
		"address in the consensus" },
	[GUARD_COUNTRY] = { "COUNTRY", NULL, EVENT_STRING, TABLE_SPARE,
		"country, if Tor has GeoIP data" },
	[GUARD_FINGERPRINT] = { "FINGERPRINT", NULL, EVENT_STRING,
		TABLE_SHRINK | TABLE_SPARE, "identity fingerprint" },
	{ NULL },
};

/* "$FP~nick status [since]" */
static void add_guard(struct call *call, struct span line,
	const struct countries *countries)
{
	struct table *table = &call->result.table;
	struct span name = { "", 0 }, status = { "", 0 };
	struct event_relay relay;
	const char *country, *address;
	struct json object = table_object(table,
		call->session->output->terminal);

	span_next_word(&line, &name);
	span_next_word(&line, &status);
	line = span_from(line, 1);
	relay = event_read_relay(name);
	country = countries_find_relay(countries, relay.fingerprint);
	address = countries_relay_address(countries, relay.fingerprint);
	table_add_row(table);
	table_set(table, GUARD_RELAY, relay.nickname.len ? relay.nickname :
		name);
	table_set(table, GUARD_STATUS, status);
	table_set(table, GUARD_SINCE, line);
	table_set(table, GUARD_ADDRESS, span_of(address ? address : ""));
	table_set(table, GUARD_COUNTRY, span_of(country ? country : ""));
	table_set(table, GUARD_FINGERPRINT, relay.fingerprint);
	if (call->session->output->form != OUTPUT_JSON)
		return;
	json_open_object(&object);
	json_add_name(&object, "relay");
	event_json_add_relay(&object, name);
	json_add_member(&object, "status", status);
	if (line.len)
		json_add_member(&object, "since", line);
	json_close_object(&object);
}

static void load_relays(struct call *call, struct span text,
	struct countries *countries)
{
	struct connection *connection = call->session->tor->connection;
	struct strv relays = STRV_INIT;
	struct span line, name;

	if (call->session->output->form != OUTPUT_TEXT ||
		!(table_shows(&call->result.table, GUARD_COUNTRY) ||
		table_shows(&call->result.table, GUARD_ADDRESS)))
		return;
	while (span_next_line(&text, &line))
		if (span_next_word(&line, &name))
			countries_list_path(&relays, name);
	countries_load_relays(countries, connection, &relays, NULL);
	strv_clear(&relays);
}

static bool run_guards(struct call *call, struct error *error)
{
	static const char *const keys[] = { "entry-guards" };
	struct countries countries = { 0 };
	struct info info = { 0 };
	struct span text = { "", 0 }, line;
	bool ok = ask(call, keys, 1, &info, error);

	if (ok && info.len)
		text = info.values[0].value;
	if (text.len)
		load_relays(call, text, &countries);
	while (span_next_line(&text, &line))
		if (line.len)
			add_guard(call, line, &countries);
	countries_clear(&countries);
	info_clear(&info);
	return ok;
}

/* ---- mappings */

enum { MAPPING_FROM, MAPPING_TO, MAPPING_EXPIRY, MAPPING_KIND };

static const struct table_column mapping_columns[] = {
	[MAPPING_FROM] = { "FROM", NULL, EVENT_STRING, TABLE_SHRINK,
		"the requested address" },
	[MAPPING_TO] = { "TO", NULL, EVENT_STRING, TABLE_SHRINK,
		"the address used instead" },
	[MAPPING_EXPIRY] = { "EXPIRY", NULL, EVENT_STRING, 0,
		"expiry time (UTC), or NEVER" },
	[MAPPING_KIND] = { "KIND", NULL, EVENT_STRING, 0,
		"control (mapaddress), config (torrc) or cache" },
	{ NULL },
};

/* "from to expiry", the last one quoted if it has blanks. */
static void add_mapping(struct call *call, struct span line, const char *kind)
{
	struct table *table = &call->result.table;
	struct span from, to = { "", 0 };
	struct buf expiry = BUF_INIT;

	if (!span_next_word(&line, &from))
		return;
	span_next_word(&line, &to);
	line = span_from(line, 1);
	if (!quoted_decode(&expiry, line))
		buf_add_span(&expiry, line);
	table_add_row(table);
	table_set(table, MAPPING_FROM, from);
	table_set(table, MAPPING_TO, to);
	table_set(table, MAPPING_EXPIRY, buf_span(&expiry));
	table_set(table, MAPPING_KIND, span_of(kind));
	buf_clear(&expiry);
}

static bool run_mappings(struct call *call, struct error *error)
{
	static const char *const keys[] = { "address-mappings/control",
		"address-mappings/config", "address-mappings/cache" };
	struct info info = { 0 };
	bool ok = ask(call, keys, 3, &info, error);

	for (size_t i = 0; i < info.len; i++) {
		char *kind = span_copy(info.values[i].key);
		struct span text = info.values[i].value, line;

		while (span_next_line(&text, &line))
			add_mapping(call, line, strrchr(kind, '/') ?
				strrchr(kind, '/') + 1 : kind);
		free(kind);
	}
	info_clear(&info);
	return ok;
}

/* ---- listeners */

enum { LISTENER_TYPE, LISTENER_ADDRESS };

static const struct table_column listener_columns[] = {
	[LISTENER_TYPE] = { "TYPE", NULL, EVENT_STRING, 0, "or, dir, socks, "
		"trans, natd, dns, control, extor, httptunnel or metrics" },
	[LISTENER_ADDRESS] = { "ADDRESS", NULL, EVENT_STRING, TABLE_SHRINK,
		"address and port, or unix: and a path" },
	{ NULL },
};

#define LISTENERS "net/listeners/"

/* Quoted addresses, separated by blanks. */
static void add_listeners(struct call *call, struct span type,
	struct span list)
{
	struct table *table = &call->result.table;
	struct buf address = BUF_INIT;
	struct keyword word;

	while (keyword_next(&list, &word)) {
		buf_reset(&address);
		keyword_add_value(&address, &word);
		table_add_row(table);
		table_set(table, LISTENER_TYPE, type);
		table_set(table, LISTENER_ADDRESS, buf_span(&address));
	}
	buf_clear(&address);
}

static bool run_listeners(struct call *call, struct error *error)
{
	static const char *const keys[] = { LISTENERS "or", LISTENERS "dir",
		LISTENERS "socks", LISTENERS "trans", LISTENERS "natd",
		LISTENERS "dns", LISTENERS "control", LISTENERS "extor",
		LISTENERS "httptunnel", LISTENERS "metrics" };
	struct info info = { 0 };
	bool ok = ask(call, keys, sizeof(keys) / sizeof(*keys), &info, error);

	for (size_t i = 0; i < info.len; i++)
		add_listeners(call, span_from(info.values[i].key,
			sizeof(LISTENERS) - 1), info.values[i].value);
	info_clear(&info);
	return ok;
}

const struct command commands_lists[] = {
	{
		.name = "guards",
		.group = COMMAND_CIRCUITS,
		.summary = "list entry guards",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.flags = COMMAND_ASKS,
		.columns = guard_columns,
		.rows = "guards",
		.run = run_guards,
		.wire = "GETINFO entry-guards\n"
			"GETINFO ns/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl guards --columns relay,status",
		.replies = "Listed in Tor's order of preference.",
	},
	{
		.name = "mappings",
		.group = COMMAND_ADDRESSES,
		.summary = "list address mappings",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.columns = mapping_columns,
		.rows = "mappings",
		.run = run_mappings,
		.wire = "GETINFO address-mappings/control\n"
			"GETINFO address-mappings/config\n"
			"GETINFO address-mappings/cache\n",
		.example = "torctl mappings --sort from",
		.replies = "Lists mappings made with mapaddress, mappings from "
			"torrc, and cached name lookups.",
	},
	{
		.name = "listeners",
		.group = COMMAND_ASK,
		.summary = "list Tor's listening addresses",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.columns = listener_columns,
		.rows = "listeners",
		.run = run_listeners,
		.wire = "GETINFO net/listeners/or\n"
			"GETINFO net/listeners/dir\n"
			"GETINFO net/listeners/socks\n"
			"GETINFO net/listeners/trans\n"
			"GETINFO net/listeners/natd\n"
			"GETINFO net/listeners/dns\n"
			"GETINFO net/listeners/control\n"
			"GETINFO net/listeners/extor\n"
			"GETINFO net/listeners/httptunnel\n"
			"GETINFO net/listeners/metrics\n",
		.example = "torctl listeners --sort type",
		.replies = "Types that this Tor does not support are omitted.",
	},
	{
		.name = "onions",
		.group = COMMAND_ONIONS,
		.summary = "list this Tor's onion services",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.columns = onion_show_columns,
		.rows = "onion services",
		.run = onion_show_list,
		.wire = "GETINFO onions/current\n"
			"GETINFO onions/detached\n"
			"GETCONF HiddenServiceOptions\n",
		.example = "torctl onions --columns address",
		.replies = ONION_SHOW_HELP " Same as onion list.",
	},
	{ .name = NULL },
};
