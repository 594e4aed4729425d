/* circuits, streams, orconns: tables of Tor's circuits and connections. */
#include "commands/event_rows.h"
#include "tor/circuits.h"
#include "tor/status_lines.h"
#include "tor/streams.h"

#include <string.h>

/* ---- circuits */

enum { CIRCUIT_ID, CIRCUIT_STATUS, CIRCUIT_AGE, CIRCUIT_PURPOSE, CIRCUIT_HS,
	CIRCUIT_CONFLUX, CIRCUIT_PATH, CIRCUIT_ONION, CIRCUIT_FLAGS,
	CIRCUIT_USER, CIRCUIT_RTT };

static const struct table_column circuit_columns[] = {
	[CIRCUIT_ID] = { "ID", NULL, EVENT_STRING, TABLE_RIGHT,
		"circuit ID" },
	[CIRCUIT_STATUS] = { "STATUS", NULL, EVENT_STRING, TABLE_STATE,
		"LAUNCHED, EXTENDED, GUARD_WAIT or BUILT" },
	[CIRCUIT_AGE] = { "AGE", NULL, EVENT_NUMBER, TABLE_RIGHT | TABLE_AGE |
		TABLE_SPARE, "time since launch" },
	[CIRCUIT_PURPOSE] = { "PURPOSE", NULL, EVENT_STRING, TABLE_SHRINK |
		TABLE_SPARE, "circuit purpose" },
	[CIRCUIT_HS] = { "HS-STATE", NULL, EVENT_STRING, TABLE_SHRINK |
		TABLE_SPARE, "onion service state" },
	[CIRCUIT_CONFLUX] = { "CONFLUX", NULL, EVENT_STRING, TABLE_SPARE,
		"IDs of the other circuits in its conflux set" },
	[CIRCUIT_PATH] = { "PATH", NULL, EVENT_STRING, TABLE_SHRINK |
		TABLE_PATH,
		"relays from guard to exit, with countries if known" },
	[CIRCUIT_ONION] = { "ONION", NULL, EVENT_STRING, TABLE_EXTRA |
		TABLE_SHRINK, "onion service address" },
	[CIRCUIT_FLAGS] = { "FLAGS", NULL, EVENT_STRING, TABLE_EXTRA |
		TABLE_SHRINK, "build flags" },
	[CIRCUIT_USER] = { "USER", NULL, EVENT_STRING, TABLE_EXTRA |
		TABLE_SHRINK, "SOCKS user name the circuit is isolated to" },
	[CIRCUIT_RTT] = { "RTT", NULL, EVENT_NUMBER, TABLE_EXTRA |
		TABLE_RIGHT, "round-trip time of a conflux leg, microseconds",
		"us" },
	{ NULL },
};

static const struct event_cell circuit_cells[] = {
	{ CIRCUIT_ID, "id" },
	{ CIRCUIT_STATUS, "status" },
	{ CIRCUIT_PURPOSE, "purpose" },
	{ CIRCUIT_HS, "hs_state" },
	{ CIRCUIT_ONION, "rend_query" },
	{ CIRCUIT_FLAGS, "build_flags" },
	{ CIRCUIT_USER, "socks_username" },
	{ CIRCUIT_RTT, "conflux_rtt" },
	{ 0, NULL },
};

static void set_age(struct table *table, size_t column,
	const struct event *event)
{
	const struct event_value *value = event_find(event, "time_created");
	uint64_t age;

	if (value && circuits_read_age(value->text, &age))
		table_set_number(table, column, age);
}

static bool is_of_set(const char *raw, struct span set)
{
	const struct event_value *value = NULL;
	struct event event;

	if (event_decode(&event, span_of(raw)))
		value = event_find(&event, "conflux_id");
	return value && value->text.len == set.len &&
		!memcmp(value->text.at, set.at, set.len);
}

/* Lists the IDs of the set's other circuits, which are in adjacent rows. */
static void set_conflux(struct table *table, const struct strv *events,
	size_t at, struct span set)
{
	struct buf ids = BUF_INIT;
	size_t first = at;

	while (first && is_of_set(events->items[first - 1], set))
		first--;
	for (size_t i = first; i < events->len && (i <= at ||
		is_of_set(events->items[i], set)); i++) {
		if (i == at)
			continue;
		if (ids.len)
			buf_add_char(&ids, ',');
		buf_add_span(&ids, status_lines_id(events->items[i]));
	}
	table_set(table, CIRCUIT_CONFLUX, buf_span(&ids));
	buf_clear(&ids);
}

static void add_circuit(struct call *call, const struct strv *events,
	size_t at, const struct countries *countries)
{
	const char *raw = events->items[at];
	struct table *table = &call->result.table;
	const struct event_value *path, *set;
	struct buf text = BUF_INIT;
	struct event event;

	if (!event_decode(&event, span_of(raw)))
		return;
	event_rows_add(call, &event, circuit_cells);
	set_age(table, CIRCUIT_AGE, &event);
	path = event_find(&event, "path");
	if (path && path->text.len)
		event_rows_add_path(&text, path->text, ",", countries);
	table_set(table, CIRCUIT_PATH, buf_span(&text));
	set = event_find(&event, "conflux_id");
	if (set && table_shows(table, CIRCUIT_CONFLUX))
		set_conflux(table, events, at, set->text);
	buf_clear(&text);
}

static bool run_circuits(struct call *call, struct error *error)
{
	struct countries countries = { 0 };
	struct strv events = STRV_INIT;
	bool ok;

	ok = circuits_get(call->session->tor->connection, &events, error);
	if (ok && call->session->output->form == OUTPUT_TEXT &&
		table_shows(&call->result.table, CIRCUIT_PATH))
		event_rows_load_countries(call, &events, "path", false,
			&countries);
	for (size_t i = 0; i < events.len && ok; i++)
		add_circuit(call, &events, i, &countries);
	call->result.shape = ok ? RESULT_TABLE : RESULT_NOTHING;
	countries_clear(&countries);
	strv_clear(&events);
	return ok;
}

/* ---- streams */

/* Processes the events received so far: the table needs them. */
static void take_events(struct session *session)
{
	session->tor->events.dropped += events_show(&session->tor->events,
		session->tor->connection);
}

enum { STREAM_ID, STREAM_STATUS, STREAM_CIRCUIT, STREAM_TARGET,
	STREAM_SOURCE, STREAM_PURPOSE, STREAM_PATH, STREAM_USER, STREAM_PROTOCOL,
	STREAM_EPOCH, STREAM_GROUP, STREAM_ISOLATION };

static const struct table_column stream_columns[] = {
	[STREAM_ID] = { "ID", NULL, EVENT_STRING, TABLE_RIGHT,
		"stream ID" },
	[STREAM_STATUS] = { "STATUS", NULL, EVENT_STRING, TABLE_STATE, "NEW, "
		"NEWRESOLVE, SENTCONNECT, SENTRESOLVE or SUCCEEDED" },
	[STREAM_CIRCUIT] = { "CIRCUIT", NULL, EVENT_STRING, TABLE_RIGHT,
		"circuit ID" },
	[STREAM_TARGET] = { "TARGET", NULL, EVENT_STRING, TABLE_SHRINK,
		"destination" },
	[STREAM_SOURCE] = { "SOURCE", NULL, EVENT_STRING, TABLE_SHRINK |
		TABLE_SPARE, "client address" },
	[STREAM_PURPOSE] = { "PURPOSE", NULL, EVENT_STRING, TABLE_SPARE,
		"USER, DIR_FETCH, DIR_UPLOAD, DNS_REQUEST or DIRPORT_TEST" },
	[STREAM_PATH] = { "PATH", NULL, EVENT_STRING, TABLE_SHRINK |
		TABLE_PATH | TABLE_SPARE,
		"relays of its circuit, with countries if known" },
	[STREAM_USER] = { "USER", NULL, EVENT_STRING, TABLE_EXTRA |
		TABLE_SHRINK, "SOCKS user name" },
	[STREAM_PROTOCOL] = { "PROTOCOL", NULL, EVENT_STRING, TABLE_EXTRA,
		"client protocol: SOCKS5, DNS, …" },
	[STREAM_EPOCH] = { "EPOCH", NULL, EVENT_NUMBER, TABLE_EXTRA |
		TABLE_RIGHT, "number of NEWNYM signals before it began" },
	[STREAM_GROUP] = { "GROUP", NULL, EVENT_NUMBER, TABLE_EXTRA |
		TABLE_RIGHT, "session group of the listener" },
	[STREAM_ISOLATION] = { "ISOLATION", NULL, EVENT_STRING, TABLE_EXTRA |
		TABLE_SHRINK, "fields that isolate it from other streams" },
	{ NULL },
};

static const struct event_cell stream_cells[] = {
	{ STREAM_ID, "id" },
	{ STREAM_STATUS, "status" },
	{ STREAM_TARGET, "target" },
	{ STREAM_SOURCE, "source_addr" },
	{ STREAM_PURPOSE, "purpose" },
	{ STREAM_USER, "socks_username" },
	{ STREAM_PROTOCOL, "client_protocol" },
	{ STREAM_EPOCH, "nym_epoch" },
	{ STREAM_GROUP, "session_group" },
	{ STREAM_ISOLATION, "iso_fields" },
	{ 0, NULL },
};

/* Sets the circuit, and its path if `circuits` has it. */
static void set_circuit(struct table *table, struct span circuit,
	const struct strv *circuits, const struct countries *countries)
{
	const char *raw = status_lines_find(circuits, circuit);
	const struct event_value *path = NULL;
	struct buf text = BUF_INIT;
	struct event event;

	table_set(table, STREAM_CIRCUIT, circuit);
	if (raw && event_decode(&event, span_of(raw)))
		path = event_find(&event, "path");
	if (path && path->text.len)
		event_rows_add_path(&text, path->text, ",", countries);
	table_set(table, STREAM_PATH, buf_span(&text));
	buf_clear(&text);
}

/* A filter may hide the circuits: streams then have no paths. */
static void load_paths(struct call *call, struct strv *circuits,
	struct countries *countries)
{
	if (call->session->output->form != OUTPUT_TEXT ||
		!table_shows(&call->result.table, STREAM_PATH) ||
		!circuits_get(call->session->tor->connection, circuits, NULL))
		return;
	event_rows_load_countries(call, circuits, "path", false, countries);
}

static bool run_streams(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct strv events = STRV_INIT, circuits = STRV_INIT;
	struct countries countries = { 0 };
	struct event event;
	bool ok;

	take_events(session);
	ok = streams_get(session->tor->connection, &session->tor->streams,
		&events, error);
	if (ok && events.len)
		load_paths(call, &circuits, &countries);
	for (size_t i = 0; i < events.len && ok; i++) {
		const struct event_value *circuit;

		if (!event_decode(&event, span_of(events.items[i])))
			continue;
		event_rows_add(call, &event, stream_cells);
		circuit = event_find(&event, "circuit");
		/* 0: not attached. */
		if (circuit && !span_equal(circuit->text, "0"))
			set_circuit(&call->result.table, circuit->text,
				&circuits, &countries);
	}
	call->result.shape = ok ? RESULT_TABLE : RESULT_NOTHING;
	countries_clear(&countries);
	strv_clear(&circuits);
	strv_clear(&events);
	return ok;
}

/* ---- connections to relays */

enum { ORCONN_ID, ORCONN_RELAY, ORCONN_STATUS, ORCONN_AGE, ORCONN_DIRECTION,
	ORCONN_ADDRESS, ORCONN_COUNTRY, ORCONN_FINGERPRINT };

static const struct table_column orconn_columns[] = {
	[ORCONN_ID] = { "ID", NULL, EVENT_STRING, TABLE_RIGHT | TABLE_SPARE,
		"connection ID" },
	[ORCONN_RELAY] = { "RELAY", NULL, EVENT_STRING, TABLE_SHRINK,
		"nickname, or address if it has none" },
	[ORCONN_STATUS] = { "STATUS", NULL, EVENT_STRING, TABLE_STATE,
		"NEW, LAUNCHED or CONNECTED" },
	[ORCONN_AGE] = { "AGE", NULL, EVENT_NUMBER, TABLE_RIGHT | TABLE_AGE |
		TABLE_SPARE, "time since its first event" },
	[ORCONN_DIRECTION] = { "DIRECTION", NULL, EVENT_STRING, TABLE_SPARE,
		"in or out: who opened it" },
	[ORCONN_ADDRESS] = { "ADDRESS", NULL, EVENT_STRING, TABLE_SPARE,
		"the relay's address in the consensus" },
	[ORCONN_COUNTRY] = { "COUNTRY", NULL, EVENT_STRING, TABLE_SPARE,
		"country, if Tor has GeoIP data" },
	[ORCONN_FINGERPRINT] = { "FINGERPRINT", NULL, EVENT_STRING,
		TABLE_SHRINK | TABLE_SPARE, "identity fingerprint" },
	{ NULL },
};

static const struct event_cell orconn_cells[] = {
	{ ORCONN_ID, "id" },
	{ ORCONN_STATUS, "status" },
	{ ORCONN_DIRECTION, "direction" },
	{ 0, NULL },
};

static void add_orconn(struct call *call, const char *raw,
	const struct countries *countries)
{
	struct table *table = &call->result.table;
	struct event_relay relay = { 0 };
	const struct event_value *end;
	const char *country, *address;
	struct event event;

	if (!event_decode(&event, span_of(raw)))
		return;
	event_rows_add(call, &event, orconn_cells);
	set_age(table, ORCONN_AGE, &event);
	end = event_find(&event, "endpoint");
	if (!end)
		return;
	if (event_is_relay(end->text))
		relay = event_read_relay(end->text);
	country = countries_find_relay(countries, relay.fingerprint);
	address = countries_relay_address(countries, relay.fingerprint);
	table_set(table, ORCONN_RELAY, relay.nickname.len ? relay.nickname :
		end->text);
	table_set(table, ORCONN_ADDRESS, span_of(address ? address : ""));
	table_set(table, ORCONN_COUNTRY, span_of(country ? country : ""));
	table_set(table, ORCONN_FINGERPRINT, relay.fingerprint);
}

static bool run_orconns(struct call *call, struct error *error)
{
	struct session *session = call->session;
	struct countries countries = { 0 };
	struct strv events = STRV_INIT;
	bool ok;

	take_events(session);
	ok = orconns_get(session->tor->connection, &session->tor->orconns,
		&events, error);
	if (ok && call->session->output->form == OUTPUT_TEXT &&
		(table_shows(&call->result.table, ORCONN_COUNTRY) ||
		table_shows(&call->result.table, ORCONN_ADDRESS)))
		event_rows_load_countries(call, &events, "endpoint",
			table_shows(&call->result.table, ORCONN_ADDRESS),
			&countries);
	for (size_t i = 0; i < events.len && ok; i++)
		add_orconn(call, events.items[i], &countries);
	call->result.shape = ok ? RESULT_TABLE : RESULT_NOTHING;
	countries_clear(&countries);
	strv_clear(&events);
	return ok;
}

const struct command commands_tables[] = {
	{
		.name = "circuits",
		.group = COMMAND_CIRCUITS,
		.summary = "list circuits",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.flags = COMMAND_ASKS,
		.columns = circuit_columns,
		.rows = "circuits",
		.run = run_circuits,
		.wire = "GETINFO circuit-status\n"
			"GETINFO ns/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl circuits --sort -age --limit 10",
		.replies = "PATH shows nicknames; countries need Tor's GeoIP "
			"files. Circuits of a conflux set are listed together. "
			"With --json, members are named as in the CIRC event.",
	},
	{
		.name = "streams",
		.group = COMMAND_CIRCUITS,
		.summary = "list streams",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.flags = COMMAND_ASKS,
		.columns = stream_columns,
		.rows = "streams",
		.run = run_streams,
		.wire = "GETINFO stream-status\n"
			"GETINFO circuit-status\n"
			"GETINFO ns/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl streams --columns id,path,target",
		.replies = "Tor reports only the first four columns and the "
			"circuit's path. The others are available at the prompt, for streams that "
			"began while STREAM events were on (events +STREAM). "
			"With --json, members are named as in the STREAM "
			"event.",
	},
	{
		.name = "orconns",
		.group = COMMAND_CIRCUITS,
		.summary = "list connections to relays and bridges",
		.arguments = ARGUMENTS(
			TABLE_OPTIONS,
		),
		.flags = COMMAND_ASKS,
		.columns = orconn_columns,
		.rows = "connections",
		.run = run_orconns,
		.wire = "GETINFO orconn-status\n"
			"GETINFO ns/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl orconns --sort relay",
		.replies = "Tor reports only relay and status. ID, AGE and "
			"DIRECTION are available at the prompt, for "
			"connections that changed while ORCONN events were on "
			"(events +ORCONN). With --json, members are named as "
			"in the ORCONN event.",
	},
	{ .name = NULL },
};
