/* relays: a table of the relays that match filters. */
#include "cmd/advice.h"
#include "cmd/session.h"
#include "commands/relay_filter.h"
#include "proto/event_json.h"
#include "proto/meanings.h"
#include "tor/consensus.h"
#include "tor/countries.h"
#include "tor/info.h"
#include "tor/policies.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

enum column {
	NICKNAME, FINGERPRINT, ADDRESS, OR_PORT, COUNTRY, BANDWIDTH, FLAGS,
	DIR_PORT, ADDRESSES, POLICY,
};

static const struct table_column columns[] = {
	[NICKNAME] = { "NICKNAME", .flags = TABLE_SHRINK,
		.help = "chosen by the operator; not unique" },
	[FINGERPRINT] = { "FINGERPRINT", .flags = TABLE_SHRINK,
		.help = "40 hex digits, unique" },
	[ADDRESS] = { "ADDRESS", .help = "IPv4 address" },
	[OR_PORT] = { "OR-PORT", .type = EVENT_NUMBER,
		.flags = TABLE_RIGHT | TABLE_EXTRA,
		.help = "port for relays and clients" },
	[COUNTRY] = { "COUNTRY", .flags = TABLE_SPARE, .help = "country of "
		"the address, if Tor has GeoIP data" },
	[BANDWIDTH] = { "BANDWIDTH", .type = EVENT_NUMBER,
		.flags = TABLE_RIGHT | TABLE_SPARE | TABLE_LARGEST,
		.help = "consensus weight, kB/s", .unit = "kB/s" },
	[FLAGS] = { "FLAGS", .flags = TABLE_SHRINK | TABLE_SPARE,
		.help = "flags assigned by the authorities" },
	[DIR_PORT] = { "DIR-PORT", .type = EVENT_NUMBER,
		.flags = TABLE_RIGHT | TABLE_EXTRA, .help = "directory port "
			"(0: none)" },
	[ADDRESSES] = { "ADDRESSES", "a", .flags = TABLE_EXTRA,
		.help = "additional addresses and ports, mostly IPv6" },
	[POLICY] = { "POLICY", "p", .flags = TABLE_EXTRA,
		.help = "exit policy summary" },
	{ NULL },
};

/* The state of one call. */
struct search {
	struct relay_filter filter;
	struct consensus consensus;
	struct policies policies;
	struct countries countries;
	const struct router_status **found;
	size_t len;
};

/* ---- search */

/* Tor's code for information that it does not have. */
enum { NOT_NOW = 551 };

static const char no_geoip[] = "cannot filter by country: Tor has no GeoIP "
	"files; set GeoIPFile and GeoIPv6File";

/*
 * Looks up the country of each relay found so far, and keeps those that match.
 */
static bool find_countries(struct search *search, struct connection *connection,
	struct error *error)
{
	struct countries *countries = &search->countries;
	struct strv addresses = STRV_INIT;
	size_t kept = 0;
	bool ok;

	if (!countries_begin(countries, connection, error))
		return false;
	if (search->filter.countries.len && !countries->available)
		return error_set_tor(error, NOT_NOW, no_geoip,
			sizeof(no_geoip) - 1);
	for (size_t i = 0; i < search->len && countries->available; i++)
		strv_add_span(&addresses, search->found[i]->address);
	ok = countries_load(countries, connection, &addresses, error);
	strv_clear(&addresses);
	if (!search->filter.countries.len)
		return ok;
	for (size_t i = 0; i < search->len && ok; i++)
		if (relay_filter_matches_country(&search->filter,
			countries_find(countries, search->found[i]->address)))
			search->found[kept++] = search->found[i];
	search->len = kept;
	return ok;
}

static bool find(struct search *search, const struct table *table,
	struct connection *connection, struct error *error)
{
	char *keys[] = { (char[]){ "ns/all" } };
	const struct strv all = { keys, 1, 0 };
	struct consensus *consensus = &search->consensus;

	info_send_ahead(connection, &all);
	countries_send_ahead(&search->countries, connection);
	if (!consensus_read(consensus, connection, "ns/all", error) ||
		!relay_filter_check(&search->filter, consensus, error))
		return false;
	if ((search->filter.ports_len || table_shows(table, POLICY)) &&
		!policies_load(&search->policies, connection, consensus, error))
		return false;
	search->found = alloc_zeroed((consensus->len + 1) *
		sizeof(*search->found));
	for (size_t i = 0; i < consensus->len; i++)
		if (relay_filter_matches(&search->filter,
			&consensus->relays[i]))
			search->found[search->len++] = &consensus->relays[i];
	return find_countries(search, connection, error);
}

/* ---- output */

static void set_addresses(struct table *table,
	const struct router_status *entry)
{
	struct buf list = BUF_INIT;

	for (size_t i = 0; i < entry->addresses.len; i++) {
		buf_add_string(&list, i ? "," : "");
		buf_add_span(&list, entry->addresses.items[i]);
	}
	table_set(table, ADDRESSES, buf_span(&list));
	buf_clear(&list);
}

static void add_row(struct table *table, const struct router_status *entry,
	const char *country)
{
	table_add_row(table);
	table_set(table, NICKNAME, entry->nickname);
	table_set(table, FINGERPRINT, span_of(entry->fingerprint));
	table_set(table, ADDRESS, entry->address);
	table_set(table, OR_PORT, entry->or_port);
	table_set(table, COUNTRY, span_of(country ? country : ""));
	table_set(table, BANDWIDTH, entry->bandwidth);
	table_set(table, FLAGS, entry->flags);
	table_set(table, DIR_PORT, entry->dir_port);
	if (entry->addresses.len)
		set_addresses(table, entry);
	table_set(table, POLICY, entry->policy);
}

/* Adds the fields of the NS event, and the country. */
static void add_object(struct json json, const struct router_status *entry,
	const char *country)
{
	json_open_object(&json);
	event_json_add_entry(&json, entry);
	if (country)
		json_add_member(&json, "country", span_of(country));
	json_close_object(&json);
}

static void show(struct call *call, const struct search *search)
{
	const struct output *output = call->session->output;
	struct table *table = &call->result.table;

	for (size_t i = 0; i < search->len; i++) {
		const struct router_status *entry = search->found[i];
		const char *country = countries_find(&search->countries,
			entry->address);

		add_row(table, entry, country);
		if (output->form == OUTPUT_JSON)
			add_object(table_object(table, output->terminal),
				entry, country);
	}
	call->result.shape = RESULT_TABLE;
}

/* Tor's reply for this is the whole consensus. */
static bool show_raw(struct call *call, struct error *error)
{
	struct strv keys = STRV_INIT;
	bool ok;

	strv_add(&keys, "ns/all");
	ok = session_show_info(call->session, &keys, error);
	strv_clear(&keys);
	return ok;
}

/* Explains an empty table, which would mean that the network has no relays. */
static void note_missing(const struct call *call,
	const struct consensus *consensus)
{
	const struct session *session = call->session;
	struct error why = ERROR_INIT;

	if (!consensus_check(consensus, session->tor->connection, &why))
		report_note(&session->report, "%s%s", why.text,
			advice_of(&why, NULL, session->report.prompt));
	error_clear(&why);
}

static bool run_relays(struct call *call, struct error *error)
{
	struct search search = { 0 };
	bool ok = relay_filter_read(&search.filter, &call->args, error);

	if (ok && call->session->output->form == OUTPUT_RAW)
		ok = show_raw(call, error);
	else if (ok)
		ok = find(&search, &call->result.table,
		call->session->tor->connection,
			error);
	if (ok && call->session->output->form != OUTPUT_RAW) {
		show(call, &search);
		note_missing(call, &search.consensus);
	}
	free(search.found);
	countries_clear(&search.countries);
	policies_clear(&search.policies);
	consensus_clear(&search.consensus);
	relay_filter_clear(&search.filter);
	return ok;
}

static void add_flags(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg)
{
	(void)words;
	if (text_equal_nocase(argument->name, "FLAG"))
		for (const struct meaning *flag = meanings_relay_flags;
			flag->name; flag++)
			add(arg, flag->name, flag->text);
}

const struct command commands_relays[] = {
	{
		.name = "relays",
		.group = COMMAND_CIRCUITS,
		.summary = "search the consensus",
		.arguments = ARGUMENTS(
			RELAY_FILTER_ARGUMENTS, TABLE_OPTIONS,
		),
		.columns = columns,
		.rows = "relays",
		.values = VALUES(
			{ "port", "80", "HTTP" },
			{ "port", "443", "HTTPS" },
		),
		.add_values = add_flags,
		.run = run_relays,
		.wire = "GETINFO ns/all\n"
			"GETINFO md/all\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl relays Exit Fast port=443 --sort -BANDWIDTH "
			"--limit 10",
		.replies = "Lists the relays that match all filters, the "
			"largest bandwidth first; letter case is ignored. The "
			"list is empty until Tor has a "
			"consensus. With --json, each relay is an object like "
			"those of the NS event, plus country. --raw prints the "
			"whole consensus and ignores filters.",
	},
	{ .name = NULL },
};
