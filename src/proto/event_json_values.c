/* An event as one line of JSON: its values, typed by field. */
#include "proto/event_json_values.h"

#include "util/json_text.h"

#include <string.h>

void event_json_add_name(struct buf *to, const char *name)
{
	size_t len = strlen(name);
	char *at = buf_reserve(to, len + 4);

	at[0] = ',';
	at[1] = '"';
	memcpy(at + 2, name, len);
	at[len + 2] = '"';
	at[len + 3] = ':';
	to->len += len + 4;
	to->data[to->len] = '\0';
}

static void add_number(struct buf *to, struct span text, bool fraction,
	bool ascii)
{
	if (json_text_is_number(text, fraction))
		buf_add_span(to, text);
	else
		json_text_add(to, text, ascii);
}

void event_json_add_relay(struct buf *to, struct span text, bool ascii)
{
	struct event_relay relay = event_read_relay(text);

	buf_add_char(to, '{');
	if (relay.nickname.len ? !event_is_nickname(relay.nickname) :
		!relay.fingerprint.len) {
		buf_add_string(to, "\"text\":");
		json_text_add(to, text, ascii);
		buf_add_char(to, '}');
		return;
	}
	if (relay.fingerprint.len) {
		buf_add_string(to, "\"fingerprint\":");
		json_text_add(to, relay.fingerprint, ascii);
	}
	if (relay.nickname.len) {
		buf_add_string(to, relay.fingerprint.len ? ",\"nickname\":" :
			"\"nickname\":");
		json_text_add(to, relay.nickname, ascii);
	}
	buf_add_char(to, '}');
}

typedef void add_item(struct buf *to, struct span text, bool ascii);

/* Appends an array of the parts between separators; empty for empty text. */
static void add_array(struct buf *to, struct span text, char separator,
	add_item *add, bool ascii)
{
	struct span part;
	bool first = true;

	buf_add_char(to, '[');
	while ((text.len || !first) &&
		event_next_part(&text, separator, &part)) {
		if (!first)
			buf_add_char(to, ',');
		add(to, part, ascii);
		first = false;
	}
	buf_add_char(to, ']');
}

static void add_words(struct buf *to, struct span text, add_item *add,
	bool ascii)
{
	struct span word;
	bool first = true;

	buf_add_char(to, '[');
	for (; span_next_word(&text, &word); first = false) {
		if (!first)
			buf_add_char(to, ',');
		add(to, word, ascii);
	}
	buf_add_char(to, ']');
}

void event_json_add_words(struct buf *to, struct span text, bool ascii)
{
	add_words(to, text, json_text_add, ascii);
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

/* Appends "relay:25,create2:1" or "us=16,de=8" as an object; else false. */
static bool add_counts(struct buf *to, struct span text, bool ascii)
{
	enum { NAMES = 512 }; /* more than there are countries */
	struct span part, names[NAMES];
	size_t start = to->len, len = 0;
	bool good = true;

	buf_add_char(to, '{');
	while (good && (text.len || len) && event_next_part(&text, ',', &part)) {
		struct span name = part;

		while (name.len && name.at[name.len - 1] != ':' &&
			name.at[name.len - 1] != '=')
			name.len--;
		part = span_from(part, name.len);
		name.len -= name.len > 0;
		good = len < NAMES && is_count_name(name) &&
			json_text_is_number(part, false) &&
			!has_name(names, len, name);
		if (!good)
			break;
		names[len++] = name;
		if (len > 1)
			buf_add_char(to, ',');
		json_text_add(to, name, ascii);
		buf_add_char(to, ':');
		buf_add_span(to, part);
	}
	buf_add_char(to, '}');
	if (!good)
		buf_truncate(to, start);
	return good;
}

static void add_target(struct buf *to, struct span text, bool ascii)
{
	struct span host, port;

	json_text_add(to, text, ascii);
	if (!event_read_target(text, &host, &port))
		return;
	event_json_add_name(to, "target_host");
	json_text_add(to, host, ascii);
	event_json_add_name(to, "target_port");
	add_number(to, port, false, ascii);
}

static void add_endpoint(struct buf *to, struct span text, bool ascii)
{
	json_text_add(to, text, ascii);
	if (event_is_relay(text)) {
		event_json_add_name(to, "relay");
		event_json_add_relay(to, text, ascii);
	} else {
		event_json_add_name(to, "address");
		json_text_add(to, text, ascii);
	}
}

void event_json_add_value(struct buf *to, enum event_value_type type,
	struct span text, bool ascii)
{
	switch (type) {
	case EVENT_NUMBER:
	case EVENT_DECIMAL:
		add_number(to, text, type == EVENT_DECIMAL, ascii);
		return;
	case EVENT_LIST:
		add_array(to, text, ',', json_text_add, ascii);
		return;
	case EVENT_COUNTS:
		if (!add_counts(to, text, ascii))
			json_text_add(to, text, ascii);
		return;
	case EVENT_RELAY:
		event_json_add_relay(to, text, ascii);
		return;
	case EVENT_PATH:
		add_array(to, text, ',', event_json_add_relay, ascii);
		return;
	case EVENT_RELAYS:
		add_words(to, text, event_json_add_relay, ascii);
		return;
	case EVENT_TARGET:
		add_target(to, text, ascii);
		return;
	case EVENT_ENDPOINT:
		add_endpoint(to, text, ascii);
		return;
	case EVENT_MAPPED:
		if (span_equal(text, "<error>"))
			buf_add_string(to, "null");
		else
			json_text_add(to, text, ascii);
		return;
	case EVENT_REST:
	case EVENT_STRING:
		break;
	}
	json_text_add(to, text, ascii);
}
