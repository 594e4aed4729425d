/* An event as one line of JSON: the lines after the first one. */
#include "proto/event_json_data.h"

#include "proto/event_json_values.h"

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

void event_json_add_data(struct json *to, const struct event *event)
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
