/* circuit show: details of one circuit. */
#include "commands/circuit_show.h"

#include "commands/event_rows.h"
#include "proto/event_json.h"
#include "tor/circuits.h"
#include "tor/status_lines.h"
#include "tor/streams.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

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

/* ---- text: one line for each field, hop and stream */

static void add_hop(struct result *result, struct span hop,
	const struct countries *countries)
{
	struct event_relay relay = event_read_relay(hop);
	const char *address = countries_relay_address(countries,
		relay.fingerprint);
	const char *country = countries_find_relay(countries,
		relay.fingerprint);
	struct buf text = BUF_INIT;

	buf_add_span(&text, relay.nickname.len ? relay.nickname : span_of(
		"-"));
	buf_add_string(&text, " ");
	buf_add_span(&text, relay.fingerprint.len ? relay.fingerprint :
		span_of("-"));
	buf_print(&text, " %s %s", address ? address : "-", country ?
		country : "-");
	result_add(result, "hop", buf_span(&text));
	buf_clear(&text);
}

static void add_stream(struct result *result, const struct event *event)
{
	static const char *const fields[] = { "id", "status", "target",
		"source_addr", "purpose" };
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct event_value *value = event_find(event,
			fields[i]);

		if (!value)
			continue;
		if (text.len)
			buf_add_char(&text, ' ');
		buf_add_span(&text, value->text);
	}
	result_add(result, "stream", buf_span(&text));
	buf_clear(&text);
}

static void add_field(struct result *result, const struct event_value *value)
{
	struct buf name = BUF_INIT, scratch = BUF_INIT;

	if (value->field)
		buf_add_string(&name, value->field->json);
	else
		event_add_name(&name, value->name);
	if (strcmp(buf_text(&name), "path"))
		result_add(result, buf_text(&name), event_value_text(value,
			&scratch));
	buf_clear(&name);
	buf_clear(&scratch);
}

static void show_text(const struct shown *shown)
{
	struct result *result = &shown->call->result;
	struct span path = path_of(shown), hop;
	struct event stream;

	for (size_t i = 0; i < shown->event->len; i++)
		if (shown->event->values[i].field ||
			shown->event->values[i].name.len)
			add_field(result, &shown->event->values[i]);
	while (event_next_part(&path, ',', &hop))
		add_hop(result, hop, shown->countries);
	for (size_t i = 0; i < shown->streams->len; i++)
		if (is_on(shown, shown->streams->items[i], &stream))
			add_stream(result, &stream);
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

	event_rows_list_path(&fingerprints, path_of(shown));
	if (session->output->form != OUTPUT_RAW && fingerprints.len)
		countries_load_relays(&countries, session->tor->connection,
			&fingerprints, NULL);
	shown->countries = &countries;
	shown->call->result.named = true;
	if (session->output->form == OUTPUT_JSON)
		show_json(shown);
	else
		show_text(shown);
	strv_clear(&fingerprints);
	countries_clear(&countries);
}

bool circuit_show_run(struct call *call, struct error *error)
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
