/* An event as one line of JSON. */
#include "proto/event_json.h"

#include <string.h>
#include <time.h>

void event_json_add_relay_members(struct json *to, struct span text)
{
	struct event_relay relay = event_read_relay(text);

	if (relay.nickname.len ? !event_is_nickname(relay.nickname) :
		!relay.fingerprint.len) {
		json_add_member(to, "text", text);
		return;
	}
	if (relay.fingerprint.len) {
		json_add_name(to, "fingerprint");
		json_add_plain(to, relay.fingerprint);
	}
	if (relay.nickname.len) {
		json_add_name(to, "nickname");
		json_add_plain(to, relay.nickname);
	}
}

void event_json_add_relay(struct json *to, struct span text)
{
	json_open_object(to);
	event_json_add_relay_members(to, text);
	json_close_object(to);
}

typedef void add_item(struct json *to, struct span text);

/* Adds an array of the parts between separators; empty for empty text. */
static void add_array(struct json *to, struct span text, char separator,
	add_item *add)
{
	struct span part;

	json_open_array(to);
	if (text.len)
		while (event_next_part(&text, separator, &part))
			add(to, part);
	json_close_array(to);
}

static void add_words(struct json *to, struct span text, add_item *add)
{
	struct span word;

	json_open_array(to);
	while (span_next_word(&text, &word))
		add(to, word);
	json_close_array(to);
}

void event_json_add_words(struct json *to, struct span text)
{
	add_words(to, text, json_add_string);
}

/* Returns whether all JSON parsers accept this name and keep it unchanged. */
static bool is_count_name(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] <= ' ' || name.at[i] > '~')
			return false;
	return name.len;
}

static bool has_name(const struct span *names, size_t len, struct span name)
{
	for (size_t i = 0; i < len; i++)
		if (names[i].len == name.len &&
			!memcmp(names[i].at, name.at, name.len))
			return true;
	return false;
}

/* Splits "name:n" or "name=n"; the last separator counts. */
static void split_count(struct span part, struct span *name,
	struct span *number)
{
	*name = part;
	while (name->len && name->at[name->len - 1] != ':' &&
		name->at[name->len - 1] != '=')
		name->len--;
	*number = span_from(part, name->len);
	name->len -= name->len > 0;
}

static bool is_counts(struct span text)
{
	enum { NAMES = 512 }; /* more than there are countries */
	struct span part, number, names[NAMES];

	for (size_t len = 0; event_next_part(&text, ',', &part); len++) {
		if (len == NAMES)
			return false;
		split_count(part, &names[len], &number);
		if (!is_count_name(names[len]) ||
			!json_text_is_number(number, false) ||
			has_name(names, len, names[len]))
			return false;
	}
	return true;
}

/* Adds "relay:25,create2:1" or "us=16,de=8" as an object. */
static void add_counts(struct json *to, struct span text)
{
	struct span part, name, number;

	if (text.len && !is_counts(text)) {
		json_add_string(to, text);
		return;
	}
	json_open_object(to);
	while (text.len && event_next_part(&text, ',', &part)) {
		split_count(part, &name, &number);
		json_add_key(to, name);
		json_add_raw(to, number);
	}
	json_close_object(to);
}

static void add_target(struct json *to, struct span text)
{
	struct span host, port;

	json_add_string(to, text);
	if (!event_read_target(text, &host, &port))
		return;
	json_add_member(to, "target_host", host);
	json_add_name(to, "target_port");
	json_add_number(to, port, false);
}

static void add_endpoint(struct json *to, struct span text)
{
	json_add_string(to, text);
	if (event_is_relay(text)) {
		json_add_name(to, "relay");
		event_json_add_relay(to, text);
	} else {
		json_add_member(to, "address", text);
	}
}

void event_json_add_value(struct json *to, enum event_value_type type,
	struct span text)
{
	switch (type) {
	case EVENT_NUMBER:
	case EVENT_DECIMAL:
		json_add_number(to, text, type == EVENT_DECIMAL);
		return;
	case EVENT_LIST:
		add_array(to, text, ',', json_add_string);
		return;
	case EVENT_COUNTS:
		add_counts(to, text);
		return;
	case EVENT_RELAY:
		event_json_add_relay(to, text);
		return;
	case EVENT_PATH:
		add_array(to, text, ',', event_json_add_relay);
		return;
	case EVENT_RELAYS:
		add_words(to, text, event_json_add_relay);
		return;
	case EVENT_TARGET:
		add_target(to, text);
		return;
	case EVENT_ENDPOINT:
		add_endpoint(to, text);
		return;
	case EVENT_MAPPED:
		if (span_equal(text, "<error>"))
			json_add_null(to);
		else
			json_add_string(to, text);
		return;
	case EVENT_REST:
	case EVENT_STRING:
		break;
	}
	json_add_string(to, text);
}

static void add_member(struct json *to, const char *name,
	enum event_value_type type, struct span text)
{
	if (!text.len)
		return;
	json_add_name(to, name);
	event_json_add_value(to, type, text);
}

static void add_spans(struct json *to, const char *name,
	const struct router_status_lines *lines)
{
	if (!lines->len)
		return;
	json_add_name(to, name);
	json_open_array(to);
	for (size_t i = 0; i < lines->len; i++)
		json_add_string(to, lines->items[i]);
	json_close_array(to);
}

void event_json_add_entry(struct json *to, const struct router_status *entry)
{
	json_add_member(to, "nickname", entry->nickname);
	add_member(to, "fingerprint", EVENT_STRING,
		span_of(entry->fingerprint));
	add_member(to, "digest", EVENT_STRING, span_of(entry->digest));
	add_member(to, "published", EVENT_STRING, entry->published);
	add_member(to, "address", EVENT_STRING, entry->address);
	add_member(to, "or_port", EVENT_NUMBER, entry->or_port);
	add_member(to, "dir_port", EVENT_NUMBER, entry->dir_port);
	json_add_name(to, "flags");
	event_json_add_words(to, entry->flags);
	add_member(to, "bandwidth", EVENT_NUMBER, entry->bandwidth);
	add_spans(to, "a", &entry->addresses);
	add_member(to, "p", EVENT_STRING, entry->policy);
	add_member(to, "w", EVENT_STRING, entry->measures);
	add_spans(to, "lines", &entry->others);
}

static void add_entry(struct json *to, const struct router_status *entry)
{
	json_open_object(to);
	event_json_add_entry(to, entry);
	json_close_object(to);
}

/* Lines before the first entry form an entry without a relay. */
static void add_entries(struct json *to, struct event_lines lines)
{
	struct router_status entry = { 0 };
	struct span line;
	bool open = false;

	json_add_name(to, event_data_member(EVENT_ENTRIES).json);
	json_open_array(to);
	while (event_next_line(&lines, &line)) {
		bool begins = span_starts(line, "r ");

		if (begins && open)
			add_entry(to, &entry);
		if (!begins || !router_status_begin(&entry, line))
			router_status_add(&entry, line);
		open = true;
	}
	if (open)
		add_entry(to, &entry);
	json_close_array(to);
	router_status_clear(&entry);
}

static void add_changes(struct json *to, struct event_lines lines)
{
	struct span key, value;

	json_add_name(to, event_data_member(EVENT_CHANGES).json);
	json_open_array(to);
	while (event_next_line(&lines, &value)) {
		event_next_part(&value, '=', &key);
		json_open_object(to);
		json_add_member(to, "key", key);
		json_add_name(to, "value");
		if (value.at)
			json_add_string(to, value);
		else
			json_add_null(to);
		json_close_object(to);
	}
	json_close_array(to);
}

static void add_text(struct json *to, struct event_lines lines,
	const char *name)
{
	struct buf text = BUF_INIT;
	struct span line;

	while (event_next_line(&lines, &line)) {
		buf_add_span(&text, line);
		buf_add_char(&text, '\n');
	}
	json_add_member(to, name, buf_span(&text));
	buf_clear(&text);
}

/* Returns whether a member of that name was already added. */
static bool has(const struct event *event, const char *json)
{
	return event_find(event, json) != NULL;
}

/*
 * Adds the members for the further lines, according to the type's `data`.
 */
static void add_data(struct json *to, const struct event *event)
{
	enum event_data data = event->type ? event->type->data : EVENT_TEXT;
	struct event_lines lines = event_lines_of(event), ahead = lines;
	struct span line;

	/* Most events are a single line. */
	if (!event->further.len && (data == EVENT_TEXT ||
		data == EVENT_MESSAGE))
		return;
	if (data == EVENT_ENTRIES)
		add_entries(to, lines);
	else if (data == EVENT_CHANGES)
		add_changes(to, lines);
	else if (data == EVENT_CONTENT)
		add_text(to, lines, event_data_member(data).json);
	else if (data == EVENT_TEXT && event_next_line(&ahead, &line))
		add_text(to, lines, has(event, "data") ? "lines" : "data");
}

/* Adds the first line's message and the lines of its data block. */
static void add_message(struct event_json *json, struct json *to,
	const struct event *event, struct span text)
{
	struct event_lines lines = event_lines_of(event);
	struct span line;
	bool first = !text.len;

	if (!event->further.len) {
		json_add_string(to, text);
		return;
	}
	buf_reset(&json->scratch);
	buf_add_span(&json->scratch, text);
	for (; event_next_line(&lines, &line); first = false) {
		if (!first)
			buf_add_char(&json->scratch, '\n');
		buf_add_span(&json->scratch, line);
	}
	json_add_string(to, buf_span(&json->scratch));
}

static void add_fields(struct event_json *json, struct json *to,
	const struct event *event)
{
	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];
		enum event_value_type type = value->field ?
			value->field->type : event->type ? event->type->other :
			EVENT_STRING;

		if (value->field) {
			json_add_name_array(to, value->field->json,
				EVENT_NAME_SIZE);
		} else if (value->name.len) {
			buf_reset(&json->scratch);
			event_add_name(&json->scratch, value->name);
			json_add_name(to, buf_text(&json->scratch));
		} else {
			continue;
		}
		if (type == EVENT_REST)
			add_message(json, to, event, value->text);
		else
			event_json_add_value(to, type, value->quoted ?
				event_value_text(value, &json->scratch) :
				value->text);
	}
}

static void begin_arguments(struct json *to, bool *any)
{
	if (*any)
		return;
	json_add_name(to, "args");
	json_open_array(to);
	*any = true;
}

static void add_arguments(struct event_json *json, struct json *to,
	const struct event *event)
{
	struct span rest = event->rest, word;
	bool any = false;

	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (value->field || value->name.len)
			continue;
		begin_arguments(to, &any);
		json_add_string(to, event_value_text(value, &json->scratch));
	}
	while (span_next_word(&rest, &word)) {
		begin_arguments(to, &any);
		json_add_string(to, word);
	}
	if (any)
		json_close_array(to);
}

static void add_time(struct event_json *json, struct json *to, int64_t time)
{
	int64_t second = time / 1000000;
	enum { FRACTION = sizeof("2026-11-22T08:33:12.") - 1 };
	int millis = (int)(time / 1000 % 1000);

	if (second != json->second || !json->stamp[0]) {
		time_t seconds = (time_t)second;
		struct tm utc;

		gmtime_r(&seconds, &utc);
		strftime(json->stamp, sizeof(json->stamp),
			"%Y-%m-%dT%H:%M:%S.000Z", &utc);
		json->second = second;
	}
	for (int i = 2; i >= 0; i--, millis /= 10)
		json->stamp[FRACTION + i] = (char)('0' + millis % 10);
	json_add_name(to, "time");
	json_add_plain(to, (struct span){ json->stamp, FRACTION + 4 });
}

void event_json_add_members(struct event_json *json, struct json *to,
	const struct event *event)
{
	add_fields(json, to, event);
	add_arguments(json, to, event);
	add_data(to, event);
}

bool event_json_add(struct event_json *json, struct json *to, struct span raw,
	int64_t time)
{
	struct event *event = &json->event;

	if (!event_decode(event, raw))
		return false;
	json_open_object(to);
	json_add_member(to, "event", event->name);
	add_time(json, to, time);
	event_json_add_members(json, to, event);
	json_close_object(to);
	buf_add_char(to->to, '\n');
	to->comma = false;
	return true;
}

void event_json_clear(struct event_json *json)
{
	buf_clear(&json->scratch);
}
