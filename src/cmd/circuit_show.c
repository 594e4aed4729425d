/* circuit show: details of one circuit. */
#include "cmd/circuit_show.h"

#include "api/circuits.h"
#include "api/held.h"
#include "api/streams.h"
#include "cmd/event_rows.h"
#include "proto/event_json.h"
#include "proto/event_json_values.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Tor's code for an unknown circuit. */
enum { UNKNOWN_CIRCUIT = 552 };

struct shown {
	struct call *call;
	const char *raw; /* its CIRC event */
	const struct event *event;
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

static void add_member(struct buf *to, const char *name, const char *value,
	bool ascii)
{
	if (!value)
		return;
	event_json_add_name(to, name);
	event_json_add_value(to, EVENT_STRING, span_of(value), ascii);
}

static void add_hop_object(struct buf *to, struct span hop,
	const struct countries *countries, bool ascii)
{
	struct event_relay relay = event_read_relay(hop);

	event_json_add_relay(to, hop, ascii);
	buf_truncate(to, to->len - 1);
	add_member(to, "address", countries_relay_address(countries,
		relay.fingerprint), ascii);
	add_member(to, "country", countries_find_relay(countries,
		relay.fingerprint), ascii);
	buf_add_char(to, '}');
}

static void show_json(const struct shown *shown)
{
	struct output *output = shown->call->session->output;
	struct buf *to = &shown->call->result.json;
	struct span path = path_of(shown), hop;
	bool ascii = output->terminal, first = true;
	struct event stream;

	output->json.ascii = ascii;
	event_json_add_object(&output->json, to, span_of(shown->raw));
	buf_truncate(to, to->len - 1);
	event_json_add_name(to, "hops");
	buf_add_char(to, '[');
	for (; event_next_part(&path, ',', &hop); first = false) {
		buf_add_string(to, first ? "" : ",");
		add_hop_object(to, hop, shown->countries, ascii);
	}
	buf_add_char(to, ']');
	event_json_add_name(to, "streams");
	buf_add_char(to, '[');
	first = true;
	for (size_t i = 0; i < shown->streams->len; i++) {
		const char *raw = shown->streams->items[i];

		if (!is_on(shown, raw, &stream))
			continue;
		buf_add_string(to, first ? "" : ",");
		event_json_add_object(&output->json, to, span_of(raw));
		first = false;
	}
	buf_add_string(to, "]}");
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
		countries_load_relays(&countries, session->client,
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
	bool ok;

	ok = circuits_get(session->client, &circuits, error) &&
		streams_get(session->client, &session->streams, &streams,
		error);
	shown.raw = ok ? held_find(&circuits, span_of(id)) : NULL;
	if (ok && (!shown.raw || !event_decode(&event, span_of(shown.raw))))
		ok = refuse(id, error);
	shown.event = &event;
	if (ok)
		show(&shown);
	strv_clear(&circuits);
	strv_clear(&streams);
	return ok;
}
