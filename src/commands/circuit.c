/* circuit new, extend, show, close, purpose: one circuit at a time. */
#include "cmd/session.h"
#include "commands/event_rows.h"
#include "out/details.h"
#include "proto/event.h"
#include "proto/event_json.h"
#include "proto/verbs.h"
#include "tor/circuits.h"
#include "tor/status_lines.h"
#include "tor/path.h"
#include "tor/streams.h"
#include "tor/wait.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/format.h"
#include "util/text.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- a path as the user specifies it */

/* Zero-initialize, then set `connection`; circuit_path_clear() frees it. */
struct circuit_path {
	struct connection *connection;
	struct strv names; /* relays as given by the user */
	struct buf text; /* for EXTENDCIRCUIT, comma-separated */
	bool read;       /* the consensus has been loaded */
	struct consensus consensus;
	struct countries countries;
};

static bool read_consensus(struct circuit_path *path, struct error *error)
{
	if (!path->read && !consensus_read(&path->consensus,
		path->connection, "ns/all", error))
		return false;
	path->read = true;
	return true;
}

static void add_relay(struct circuit_path *path, const char *fingerprint)
{
	buf_print(&path->text, "%s$%s", path->text.len ? "," : "",
		fingerprint);
}

/*
 * A nickname must be unambiguous. One that is not in the consensus is passed
 * on: it may be a bridge that Tor knows.
 */
static bool add_named(struct circuit_path *path, const char *name,
	struct error *error)
{
	const struct router_status *relay = NULL;
	struct error failure = ERROR_INIT;
	char hex[ROUTER_STATUS_HEX + 1];
	bool ok = true;

	if (consensus_name_kind(name, hex) == CONSENSUS_NICKNAME) {
		ok = read_consensus(path, &failure);
		if (ok)
			relay = consensus_find(&path->consensus, name,
				&failure);
		ok = relay || failure.kind == ERROR_TOR;
	}
	if (!ok)
		error_move(error, &failure);
	else if (relay)
		add_relay(path, relay->fingerprint);
	else
		buf_print(&path->text, "%s%s", path->text.len ? "," : "",
			name);
	error_clear(&failure);
	return ok;
}

/*
 * Adds the relays of all lists, each separated by commas. A nickname that
 * several relays share is an error (ERROR_USAGE) that lists their fingerprints.
 */
static bool circuit_path_add_lists(struct circuit_path *path,
	const struct strv *lists, struct error *error)
{
	bool ok = true;

	for (size_t i = 0; i < lists->len; i++) {
		struct span rest = span_of(lists->items[i]), part;

		while (ok && event_next_part(&rest, ',', &part)) {
			char *name = span_copy(part);

			ok = add_named(path, name, error);
			strv_take(&path->names, name);
		}
	}
	return ok;
}

static bool is_country(const char *word)
{
	return strlen(word) == 2 && text_consists_of(word,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/*
 * Adds the user's relays to `chosen`, so that the exit shares no family or
 * subnet with them.
 */
static bool add_given(struct circuit_path *path, struct path *chosen,
	struct error *error)
{
	for (size_t i = 0; i < path->names.len; i++) {
		const struct router_status *relay = consensus_find(
			&path->consensus, path->names.items[i], NULL);

		if (relay && !path_add(chosen, path->connection, relay, error))
			return false;
	}
	return true;
}

/* Appends the relays of `chosen` from index `from`. */
static void add_chosen(struct circuit_path *path, const struct path *chosen,
	size_t from)
{
	for (size_t i = from; i < chosen->len; i++)
		add_relay(path, chosen->relays[i]->fingerprint);
}

static bool choose_exit(struct circuit_path *path, struct path *chosen,
	const char *exit, struct error *error)
{
	const struct router_status *relay;

	if (is_country(exit))
		return path_add_exit(chosen, path->connection, exit,
			&path->countries, error);
	relay = consensus_find(&path->consensus, exit, error);
	return relay && path_add(chosen, path->connection, relay, error);
}

/*
 * Adds the exit: a relay's name, or a two-letter country code for any exit
 * there. `alone`: no relay was given, so choose those before it too. Chosen
 * relays share no family or subnet with the others.
 */
static bool circuit_path_add_exit(struct circuit_path *path, const char *exit,
	bool alone, struct error *error)
{
	struct path chosen = { .consensus = &path->consensus };
	size_t given;
	bool ok;

	if (!is_country(exit) && !alone)
		return add_named(path, exit, error);
	ok = read_consensus(path, error) &&
		consensus_check(&path->consensus, path->connection, error) &&
		path_begin(&chosen, path->connection, error) &&
		add_given(path, &chosen, error);
	given = chosen.len;
	ok = ok && choose_exit(path, &chosen, exit, error) &&
		(!alone || path_complete(&chosen, path->connection, error));
	if (ok)
		add_chosen(path, &chosen, given);
	path_clear(&chosen);
	return ok;
}

static void circuit_path_clear(struct circuit_path *path)
{
	consensus_clear(&path->consensus);
	countries_clear(&path->countries);
	strv_clear(&path->names);
	buf_clear(&path->text);
}

/* ---- circuit show */

/* Tor's code for an unknown circuit. */
enum { UNKNOWN_CIRCUIT = 552 };

struct shown {
	struct call *call;
	const struct event *event; /* its CIRC event */
	const struct strv *streams; /* STREAM events of all circuits */
	const struct countries *countries;
};

static bool is_on(const struct shown *shown, const char *stream,
	struct event *event)
{
	const struct event_value *on = NULL, *id = event_find(shown->event,
		"id");

	if (event_decode(event, span_of(stream)))
		on = event_find(event, "circuit");
	return on && on->text.len == id->text.len &&
		!memcmp(on->text.at, id->text.at, on->text.len);
}

static struct span path_of(const struct shown *shown)
{
	const struct event_value *path = event_find(shown->event, "path");

	return path && path->text.len ? path->text : (struct span){ NULL, 0 };
}

/* ---- text: a card */

/* The fields of the event that the card shows, if Tor reports them. */
static const struct {
	const char *json, *label, *unit;
} labels[] = {
	{ "status", "status", "" },
	{ "reason", "reason", "" },
	{ "remote_reason", "remote", "" },
	{ "purpose", "purpose", "" },
	{ "hs_state", "HS state", "" },
	{ "rend_query", "onion", "" },
	{ "build_flags", "flags", "" },
	{ "socks_username", "user", "" },
	{ "socks_password", "password", "" },
	{ "conflux_id", "conflux set", "" },
	{ "conflux_rtt", "round trip", " us" },
};

static void show_field(struct details *details, const char *label,
	const struct event_value *value, const char *unit)
{
	struct buf text = BUF_INIT, scratch = BUF_INIT;

	buf_add_span(&text, event_value_text(value, &scratch));
	buf_add_string(&text, unit);
	details_styled(details, label, !strcmp(label, "status") ?
		style_of_state(buf_span(&text)) : STYLE_PLAIN, buf_span(&text));
	buf_clear(&text);
	buf_clear(&scratch);
}

/* Shows a keyword that has no row in proto/event_types.c under its name. */
static void show_unknown(struct details *details, const struct event *event)
{
	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];
		struct buf name = BUF_INIT;

		if (value->field || !value->name.len)
			continue;
		event_add_name(&name, value->name);
		show_field(details, buf_text(&name), value, "");
		buf_clear(&name);
	}
}

/* "28m11s, since 2026-11-22 08:33:12 UTC" */
static void show_age(struct details *details, const struct event *event)
{
	const struct event_value *created = event_find(event, "time_created");
	struct buf text = BUF_INIT;
	uint64_t age;

	if (created && circuits_read_age(created->text, &age)) {
		format_add_age(&text, age);
		buf_print(&text, ", since %.10s %.8s UTC", created->text.at,
			created->text.at + strlen("2026-11-22T"));
	}
	details_line(details, "age", buf_span(&text));
	buf_clear(&text);
}

static void show_fields(struct details *details, const struct event *event)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		const struct event_value *value = event_find(event,
			labels[i].json);

		if (value && value->field)
			show_field(details, labels[i].label, value,
				labels[i].unit);
	}
	show_unknown(details, event);
	show_age(details, event);
}

static void show_hop(struct details *details, size_t number, struct span hop,
	const struct countries *countries)
{
	struct event_relay relay = event_read_relay(hop);
	const char *address = countries_relay_address(countries,
		relay.fingerprint);
	char *label = alloc_print("hop %zu", number);
	struct buf text = BUF_INIT;

	event_rows_add_relay(&text, hop, countries);
	if (address)
		buf_print(&text, ", %s", address);
	if (relay.nickname.len && relay.fingerprint.len)
		buf_print(&text, ", $%.*s", (int)relay.fingerprint.len,
			relay.fingerprint.at);
	details_line(details, label, buf_span(&text));
	buf_clear(&text);
	free(label);
}

static void show_path(struct details *details, struct span path,
	const struct countries *countries)
{
	struct buf arrow = BUF_INIT, text = BUF_INIT;
	struct span rest = path, hop;

	buf_print(&arrow, " %s ", utf8_mark("→"));
	if (path.len)
		event_rows_add_path(&text, path, buf_text(&arrow), countries);
	details_line(details, "path", buf_span(&text));
	for (size_t i = 1; event_next_part(&rest, ',', &hop); i++)
		show_hop(details, i, hop, countries);
	buf_clear(&text);
	buf_clear(&arrow);
}

static void show_stream(struct details *details, const struct event *event)
{
	static const char *const fields[] = { "status", "target",
		"source_addr", "purpose" };
	const struct event_value *id = event_find(event, "id");
	char *label = alloc_print("stream %.*s", (int)id->text.len,
		id->text.at);
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct event_value *value = event_find(event,
			fields[i]);

		if (!value)
			continue;
		buf_add_string(&text, text.len ? " " : "");
		buf_add_span(&text, value->text);
	}
	details_line(details, label, buf_span(&text));
	buf_clear(&text);
	free(label);
}

static void show_text(const struct shown *shown)
{
	const struct event_value *id = event_find(shown->event, "id");
	struct call *call = shown->call;
	struct buf head = BUF_INIT;
	struct details details;
	struct event stream;

	details_begin(&details, &call->result, call->session->output);
	buf_print(&head, "Circuit %.*s", (int)id->text.len, id->text.at);
	details_heading(&details, buf_span(&head));
	show_fields(&details, shown->event);
	show_path(&details, path_of(shown), shown->countries);
	for (size_t i = 0; i < shown->streams->len; i++)
		if (is_on(shown, shown->streams->items[i], &stream))
			show_stream(&details, &stream);
	details_end(&details);
	buf_clear(&head);
}

/* ---- JSON: the event's object and two lists */

static void add_hop_object(struct json *to, struct span hop,
	const struct countries *countries)
{
	struct event_relay relay = event_read_relay(hop);
	const char *address = countries_relay_address(countries,
		relay.fingerprint);
	const char *country = countries_find_relay(countries,
		relay.fingerprint);

	json_open_object(to);
	event_json_add_relay_members(to, hop);
	if (address)
		json_add_member(to, "address", span_of(address));
	if (country)
		json_add_member(to, "country", span_of(country));
	json_close_object(to);
}

static void show_json(const struct shown *shown)
{
	struct output *output = shown->call->session->output;
	struct json to = result_json(&shown->call->result, output);
	struct span path = path_of(shown), hop;
	struct event stream;

	json_open_object(&to);
	event_json_add_members(&output->json, &to, shown->event);
	json_add_name(&to, "hops");
	json_open_array(&to);
	while (event_next_part(&path, ',', &hop))
		add_hop_object(&to, hop, shown->countries);
	json_close_array(&to);
	json_add_name(&to, "streams");
	json_open_array(&to);
	for (size_t i = 0; i < shown->streams->len; i++) {
		if (!is_on(shown, shown->streams->items[i], &stream))
			continue;
		json_open_object(&to);
		event_json_add_members(&output->json, &to, &stream);
		json_close_object(&to);
	}
	json_close_array(&to);
	json_close_object(&to);
}

static bool refuse(const char *id, struct error *error)
{
	char *text = alloc_print("Unknown circuit \"%s\"", id);

	error_set_tor(error, UNKNOWN_CIRCUIT, text, strlen(text));
	free(text);
	return false;
}

/* Omits what Tor does not report. */
static void show(struct shown *shown)
{
	struct session *session = shown->call->session;
	struct countries countries = { 0 };
	struct strv fingerprints = STRV_INIT;

	countries_list_path(&fingerprints, path_of(shown));
	if (session->output->form != OUTPUT_RAW && fingerprints.len)
		countries_load_relays(&countries, session->tor->connection,
			&fingerprints, NULL);
	shown->countries = &countries;
	if (session->output->form == OUTPUT_JSON)
		show_json(shown);
	else
		show_text(shown);
	strv_clear(&fingerprints);
	countries_clear(&countries);
}

static bool circuit_show_run(struct call *call, struct error *error)
{
	struct session *session = call->session;
	const char *id = args_value(&call->args, "CIRCUIT");
	struct strv circuits = STRV_INIT, streams = STRV_INIT;
	struct shown shown = { .call = call, .streams = &streams };
	struct event event;
	const char *raw;
	bool ok;

	ok = circuits_get(session->tor->connection, &circuits, error) &&
		streams_get(session->tor->connection, &session->tor->streams,
		&streams,
		error);
	raw = ok ? status_lines_find(&circuits, span_of(id)) : NULL;
	if (ok && (!raw || !event_decode(&event, span_of(raw))))
		ok = refuse(id, error);
	shown.event = &event;
	if (ok)
		show(&shown);
	strv_clear(&circuits);
	strv_clear(&streams);
	return ok;
}

/* ---- new and extend */

struct extension {
	const char *circuit; /* "0": a new circuit */
	const char *path;
	const char *purpose;
};

static char *begin(void *arg, struct connection *connection,
	struct error *error)
{
	const struct extension *extension = arg;

	return circuits_extend(connection, extension->circuit, extension->path,
		extension->purpose, error);
}

/* Sends the command, waits if requested, and outputs the ID. */
static bool extend(struct call *call, struct extension *extension,
	struct error *error)
{
	struct session *session = call->session;
	int timeout = session_timeout(call, -1);
	struct error failure = ERROR_INIT;
	char *id;

	if (args_value(&call->args, "timeout") &&
		!args_value(&call->args, "wait"))
		return error_set(error, ERROR_USAGE, "--timeout requires "
			"--wait");
	if (args_value(&call->args, "wait"))
		id = wait_new_circuit(session->tor->connection,
			&session->tor->events,
			begin, extension, clock_deadline(timeout), &failure);
	else
		id = begin(extension, session->tor->connection, &failure);
	/* Tor gives no reason for this; its log may. */
	if (!id && failure.kind == ERROR_TOR &&
		!strcmp(failure.text, "Couldn't start circuit"))
		error_set_remedy(&failure, ERROR_REMEDY_LOOK_AT_TOR);
	if (id) {
		result_add(&call->result, "circuit", span_of(id));
		session_note_made(session, span_of(id));
	} else {
		error_move(error, &failure);
	}
	error_clear(&failure);
	free(id);
	return id;
}

static bool run_new(struct call *call, struct error *error)
{
	const struct strv *relays = args_list(&call->args, "RELAY");
	const char *exit = args_value(&call->args, "exit");
	struct circuit_path path = {
		.connection = call->session->tor->connection,
	};
	struct extension extension = { "0", NULL,
		args_value(&call->args, "purpose") };
	bool ok;

	ok = circuit_path_add_lists(&path, relays, error) && (!exit ||
		circuit_path_add_exit(&path, exit, !relays->len, error));
	if (path.text.len)
		extension.path = buf_text(&path.text);
	ok = ok && extend(call, &extension, error);
	circuit_path_clear(&path);
	return ok;
}

static bool run_extend(struct call *call, struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	const char *id = args_value(&call->args, "CIRCUIT");
	struct circuit_path path = { .connection = connection };
	struct extension extension = { id, NULL, NULL };
	bool ok = circuit_path_add_lists(&path, args_list(&call->args,
		"RELAY"), error);

	extension.path = buf_text(&path.text);
	ok = ok && extend(call, &extension, error);
	circuit_path_clear(&path);
	return ok;
}

/* ---- close */

static bool send_close(struct call *call, const char *id, bool if_unused,
	struct error *error)
{
	struct request request;

	verb_close_circuit(&request, id, if_unused);
	return session_request(call, &request, error);
}

/* Closes all circuits, even if closing one fails. */
static bool close_given(struct call *call, const struct strv *ids,
	struct error *error)
{
	bool if_unused = args_value(&call->args, "if-unused");
	struct error all = ERROR_INIT, one = ERROR_INIT;

	for (size_t i = 0; i < ids->len; i++) {
		if (send_close(call, ids->items[i], if_unused, &one))
			continue;
		error_set_subject(&one, ids->items[i]);
		error_chain(&all, &one);
		if (!connection_connected(call->session->tor->connection))
			break;
	}
	if (all.kind == ERROR_NONE)
		return true;
	/* Do not print "OK" in this case. */
	result_clear(&call->result);
	return error_move(error, &all);
}

static bool is_used(const struct strv *streams, struct span circuit)
{
	struct event event;

	for (size_t i = 0; i < streams->len; i++) {
		const struct event_value *on = NULL;

		if (event_decode(&event, span_of(streams->items[i])))
			on = event_find(&event, "circuit");
		if (on && on->text.len == circuit.len &&
			!memcmp(on->text.at, circuit.at, circuit.len))
			return true;
	}
	return false;
}

/*
 * Built, of purpose general or controller, and without streams. Circuits of
 * onion services and conflux sets serve streams that are not attached to them.
 */
static bool is_idle(const char *raw, const struct strv *streams)
{
	const struct event_value *status, *purpose;
	struct event event;

	if (!event_decode(&event, span_of(raw)))
		return false;
	status = event_find(&event, "status");
	purpose = event_find(&event, "purpose");
	return status && span_equal(status->text, "BUILT") && purpose &&
		(span_equal(purpose->text, "GENERAL") ||
		span_equal(purpose->text, "CONTROLLER")) &&
		!is_used(streams, status_lines_id(raw));
}

/* Outputs the IDs, one per line. */
static void yield_closed(struct call *call, const struct strv *closed)
{
	const struct output *output = call->session->output;
	struct result *result = &call->result;
	struct json json = result_json(result, output);

	result->shape = RESULT_FIELDS;
	json_open_object(&json);
	json_add_name(&json, "closed");
	json_open_array(&json);
	for (size_t i = 0; i < closed->len; i++) {
		struct span id = span_of(closed->items[i]);

		json_add_string(&json, id);
		if (output->form == OUTPUT_TEXT) {
			result_add_text(result, output, id);
			buf_add_char(&result->text, '\n');
		}
	}
	json_close_array(&json);
	json_close_object(&json);
}

static bool close_idle(struct call *call, struct error *error)
{
	struct connection *connection = call->session->tor->connection;
	struct strv circuits = STRV_INIT, streams = STRV_INIT;
	struct strv closed = STRV_INIT;
	struct error failure = ERROR_INIT;
	bool ok;

	ok = circuits_get(connection, &circuits, &failure) &&
		streams_get(connection, NULL, &streams, &failure);
	for (size_t i = 0; i < circuits.len && ok; i++) {
		char *id;

		if (!is_idle(circuits.items[i], &streams))
			continue;
		id = span_copy(status_lines_id(circuits.items[i]));
		if (circuits_close(connection, id, true, &failure))
			strv_add(&closed, id);
		/* A circuit that has already closed counts as closed. */
		ok = failure.kind == ERROR_NONE || failure.kind == ERROR_TOR;
		if (ok)
			error_clear(&failure);
		free(id);
	}
	if (ok)
		yield_closed(call, &closed);
	else
		error_move(error, &failure);
	strv_clear(&circuits);
	strv_clear(&streams);
	strv_clear(&closed);
	return ok;
}

static bool run_close(struct call *call, struct error *error)
{
	const struct strv *ids = args_list(&call->args, "CIRCUIT");
	bool idle = args_value(&call->args, "all-idle");

	if (idle == (ids->len > 0))
		return error_set(error, ERROR_USAGE, idle ? "--all-idle "
			"cannot be combined with circuit IDs" : "missing "
				"argument CIRCUIT or --all-idle");
	return idle ? close_idle(call, error) : close_given(call, ids, error);
}

/* ---- purpose */

static bool run_purpose(struct call *call, struct error *error)
{
	struct request request;

	verb_set_circuit_purpose(&request, args_value(&call->args, "CIRCUIT"),
		args_value(&call->args, "PURPOSE"));
	return session_request(call, &request, error);
}

#define ID_HELP "a circuit ID from the circuits table"
#define PATH_HELP "each a $FINGERPRINT or nickname, separated by blanks or " \
	"commas (quote the $ in your shell)"
#define WAIT_OPTIONS \
	{ "wait", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"wait until the circuit is BUILT" }, \
	{ "timeout", ARGUMENT_SECONDS, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "with --wait: give up after SECS with " \
		"exit status 5 (default 0: as long as Tor keeps trying)" }

const struct command commands_circuit[] = {
	{
		.name = "circuit",
		.group = COMMAND_CIRCUITS,
		.summary = "build, show, change and close circuits",
		.flags = COMMAND_FAMILY,
		.replies = "The circuits command lists all circuits. If "
			"several relays share a nickname, the command fails "
			"and lists their fingerprints.",
	},
	{
		.name = "circuit new",
		.group = COMMAND_CIRCUITS,
		.summary = "build a circuit",
		.arguments = ARGUMENTS(
			{ "RELAY", ARGUMENT_PATH, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, "the relays in order, starting with the "
					"guard, " PATH_HELP "; if omitted, "
					"Tor chooses" },
			{ "purpose", ARGUMENT_PURPOSE, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "general "
					"(default), or controller, which "
					"carries only streams that you "
					"attach" },
			{ "exit", ARGUMENT_RELAY, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL, "the last "
					"relay: its name, or a two-letter "
					"country code for any exit in that "
					"country", "CC|RELAY" },
			WAIT_OPTIONS,
		),
		.flags = COMMAND_MAKES,
		.run = run_new,
		.wire = "GETINFO ns/all\n"
			"GETINFO entry-guards\n"
			"GETINFO md/id/*\n"
			"GETINFO desc/id/*\n"
			"GETINFO ip-to-country/*\n"
			"GETCONF EnforceDistinctSubnets\n"
			"GETCONF NodeFamily\n"
			"SETEVENTS CIRC\n"
			"SETEVENTS\n"
			"EXTENDCIRCUIT 0\n"
			"EXTENDCIRCUIT 0 *\n",
		.example = "torctl circuit new --exit de --wait",
		.replies = "Prints the circuit ID, which is $_ in the "
			"following lines. With --exit and no other relays, the path is Tor's first guard that is up, a "
			"middle relay chosen by bandwidth, and the exit. The "
			"chosen relays share no family with the others and, "
			"unless EnforceDistinctSubnets is 0, no /16 network.",
		.errors = ERRORS(
			{ "551", "the circuit could not be built" },
			{ "552", "no such relay" },
		),
	},
	{
		.name = "circuit extend",
		.group = COMMAND_CIRCUITS,
		.summary = "extend a circuit",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "RELAY", ARGUMENT_PATH, ARGUMENT_REPEAT,
				"the relays to add, " PATH_HELP },
			WAIT_OPTIONS,
		),
		.flags = COMMAND_MAKES,
		.run = run_extend,
		.wire = "GETINFO circuit-status\n"
			"GETINFO ns/all\n"
			"SETEVENTS CIRC\n"
			"SETEVENTS\n"
			"EXTENDCIRCUIT *\n",
		.example = "torctl circuit extend 7 moria1 --wait",
		.replies = "Prints the circuit ID. Circuits of a conflux set "
			"are refused because extending one can crash Tor.",
		.errors = ERRORS(
			{ "551", "the circuit could not be extended" },
			{ "552", "no such circuit or relay" },
		),
	},
	{
		.name = "circuit show",
		.group = COMMAND_CIRCUITS,
		.summary = "show one circuit in detail",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
		),
		.run = circuit_show_run,
		.wire = "GETINFO circuit-status\n"
			"GETINFO stream-status\n"
			"GETINFO ns/id/*\n"
			"GETINFO ip-to-country/*\n",
		.example = "torctl circuit show 7",
		.replies = "Shows the fields of the CIRC event, the circuit's "
			"age, its path, each relay with its address and "
			"fingerprint, and its streams. With --json, prints "
			"the event's object with hops and streams.",
		.errors = ERRORS(
			{ "552", "no such circuit" },
		),
	},
	{
		.name = "circuit close",
		.group = COMMAND_CIRCUITS,
		.summary = "close circuits",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, ARGUMENT_OPTIONAL |
				ARGUMENT_REPEAT, ID_HELP },
			{ "if-unused", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "close only if no stream "
					"uses it; a circuit in use stays open "
					"without an error" },
			{ "all-idle", ARGUMENT_TEXT, ARGUMENT_OPTION |
				ARGUMENT_OPTIONAL, "close every built circuit "
					"without streams, except those of "
					"onion services and conflux sets; "
					"print the IDs of those closed" },
		),
		.run = run_close,
		.wire = "CLOSECIRCUIT *\n",
		.example = "torctl circuit close 7 9",
		.errors = ERRORS(
			{ "552", "no such circuit; the others are still "
				"closed" },
		),
	},
	{
		.name = "circuit purpose",
		.group = COMMAND_CIRCUITS,
		.summary = "set a circuit's purpose",
		.arguments = ARGUMENTS(
			{ "CIRCUIT", ARGUMENT_CIRCUIT, 0, ID_HELP },
			{ "PURPOSE", ARGUMENT_PURPOSE, 0, "general, or "
				"controller (Tor attaches no streams to it)" },
		),
		.run = run_purpose,
		.wire = "SETCIRCUITPURPOSE *\n",
		.example = "torctl circuit purpose 7 controller",
		.errors = ERRORS(
			{ "552", "no such circuit or purpose" },
		),
	},
	{ .name = NULL },
};
