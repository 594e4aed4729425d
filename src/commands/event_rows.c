/*
 * Table rows made from events: cells from fields, JSON objects as for events.
 */
#include "commands/event_rows.h"

#include "proto/event_json.h"

void event_rows_set(struct call *call, const struct event *event,
	size_t column, const char *field)
{
	const struct event_value *value = event_find(event, field);
	struct buf scratch = BUF_INIT;

	if (value)
		table_set(&call->result.table, column,
			event_value_text(value, &scratch));
	buf_clear(&scratch);
}

void event_rows_add(struct call *call, const struct event *event,
	const struct event_cell *cells)
{
	struct output *output = call->session->output;
	struct table *table = &call->result.table;
	struct json json;

	table_add_row(table);
	for (; cells->field; cells++)
		event_rows_set(call, event, cells->column, cells->field);
	if (output->form != OUTPUT_JSON)
		return;
	json = table_object(table, output->terminal);
	json_open_object(&json);
	event_json_add_members(&output->json, &json, event);
	json_close_object(&json);
}

void event_rows_add_relay(struct buf *to, struct span text,
	const struct countries *countries)
{
	struct event_relay relay = event_read_relay(text);
	const char *country = relay.fingerprint.len ? countries_find_relay(
		countries, relay.fingerprint) : NULL;

	buf_add_span(to, relay.nickname.len ? relay.nickname : text);
	if (country)
		buf_print(to, "(%s)", country);
}

void event_rows_add_path(struct buf *to, struct span path,
	const char *between, const struct countries *countries)
{
	struct span hop;
	bool first = true;

	while ((path.len || !first) && event_next_part(&path, ',', &hop)) {
		if (!first)
			buf_add_string(to, between);
		event_rows_add_relay(to, hop, countries);
		first = false;
	}
}

void event_rows_load_countries(struct call *call,
	const struct strv *events, const char *field, bool addresses,
	struct countries *countries)
{
	struct connection *connection = call->session->tor->connection;
	struct strv relays = STRV_INIT;
	struct event event;

	if (!events->len || (!addresses && (!countries_begin(countries,
		connection, NULL) || !countries->available)))
		return;
	for (size_t i = 0; i < events->len; i++) {
		const struct event_value *value = NULL;

		if (event_decode(&event, span_of(events->items[i])))
			value = event_find(&event, field);
		if (value && value->text.len)
			countries_list_path(&relays, value->text);
	}
	countries_load_relays(countries, connection, &relays, NULL);
	strv_clear(&relays);
}
