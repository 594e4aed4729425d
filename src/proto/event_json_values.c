/* An event as one line of JSON: its values, typed by field. */
#include "proto/event_json_values.h"

#include <string.h>

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
