/* An event as one line of JSON: the lines after the first one. */
#include "proto/event_json_data.h"

#include "proto/event_json_values.h"
#include "util/json_text.h"

#include <string.h>

static void add_member(struct buf *to, const char *name,
	enum event_value_type type, struct span text, bool ascii)
{
	if (!text.len)
		return;
	event_json_add_name(to, name);
	event_json_add_value(to, type, text, ascii);
}

static void add_spans(struct buf *to, const char *name,
	const struct router_status_lines *lines, bool ascii)
{
	for (size_t i = 0; i < lines->len; i++) {
		if (!i)
			event_json_add_name(to, name);
		buf_add_char(to, i ? ',' : '[');
		json_text_add(to, lines->items[i], ascii);
	}
	if (lines->len)
		buf_add_char(to, ']');
}

void event_json_add_entry(const struct router_status *entry, struct buf *to,
	bool ascii)
{
	buf_add_string(to, "{\"nickname\":");
	json_text_add(to, entry->nickname, ascii);
	add_member(to, "fingerprint", EVENT_STRING,
		span_of(entry->fingerprint), ascii);
	add_member(to, "digest", EVENT_STRING, span_of(entry->digest), ascii);
	add_member(to, "published", EVENT_STRING, entry->published, ascii);
	add_member(to, "address", EVENT_STRING, entry->address, ascii);
	add_member(to, "or_port", EVENT_NUMBER, entry->or_port, ascii);
	add_member(to, "dir_port", EVENT_NUMBER, entry->dir_port, ascii);
	event_json_add_name(to, "flags");
	event_json_add_words(to, entry->flags, ascii);
	add_member(to, "bandwidth", EVENT_NUMBER, entry->bandwidth, ascii);
	add_spans(to, "a", &entry->addresses, ascii);
	add_member(to, "p", EVENT_STRING, entry->policy, ascii);
	add_member(to, "w", EVENT_STRING, entry->measures, ascii);
	add_spans(to, "lines", &entry->others, ascii);
	buf_add_char(to, '}');
}

/* Lines before the first entry form an entry without a relay. */
static void add_entries(struct event_lines lines, struct buf *to, bool ascii)
{
	struct router_status entry = { 0 };
	struct span line;
	bool open = false;

	event_json_add_name(to, event_data_member(EVENT_ENTRIES).json);
	buf_add_char(to, '[');
	while (event_next_line(&lines, &line)) {
		bool begins = span_starts(line, "r ");

		if (begins && open) {
			event_json_add_entry(&entry, to, ascii);
			buf_add_char(to, ',');
		}
		if (!begins || !router_status_begin(&entry, line))
			router_status_add(&entry, line);
		open = true;
	}
	if (open)
		event_json_add_entry(&entry, to, ascii);
	buf_add_char(to, ']');
	router_status_clear(&entry);
}

static void add_changes(struct event_lines lines, struct buf *to, bool ascii)
{
	struct span value;
	bool first = true;

	event_json_add_name(to, event_data_member(EVENT_CHANGES).json);
	buf_add_char(to, '[');
	for (struct span key; event_next_line(&lines, &value); first = false) {
		event_next_part(&value, '=', &key);
		buf_add_string(to, first ? "{\"key\":" : ",{\"key\":");
		json_text_add(to, key, ascii);
		event_json_add_name(to, "value");
		if (value.at)
			json_text_add(to, value, ascii);
		else
			buf_add_string(to, "null");
		buf_add_char(to, '}');
	}
	buf_add_char(to, ']');
}

static void add_text(struct event_lines lines, struct buf *to,
	const char *name, bool ascii)
{
	struct buf text = BUF_INIT;
	struct span line;

	while (event_next_line(&lines, &line)) {
		buf_add_span(&text, line);
		buf_add_char(&text, '\n');
	}
	event_json_add_name(to, name);
	json_text_add(to, buf_span(&text), ascii);
	buf_clear(&text);
}

/* Returns whether a member of that name was already added. */
static bool has(const struct event *event, const char *json)
{
	return event_find(event, json) != NULL;
}

void event_json_add_data(const struct event *event, struct buf *to,
	bool ascii)
{
	enum event_data data = event->type ? event->type->data : EVENT_TEXT;
	struct event_lines lines = event_lines_of(event), ahead = lines;
	struct span line;

	/* Most events are a single line. */
	if (!event->further.len && (data == EVENT_TEXT ||
		data == EVENT_MESSAGE))
		return;
	if (data == EVENT_ENTRIES)
		add_entries(lines, to, ascii);
	else if (data == EVENT_CHANGES)
		add_changes(lines, to, ascii);
	else if (data == EVENT_CONTENT)
		add_text(lines, to, event_data_member(data).json, ascii);
	else if (data == EVENT_TEXT && event_next_line(&ahead, &line))
		add_text(lines, to, has(event, "data") ? "lines" : "data",
			ascii);
}
