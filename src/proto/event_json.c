/* An event as one line of JSON. */
#include "proto/event_json.h"

#include "proto/event_json_data.h"
#include "proto/event_json_values.h"

#include <string.h>
#include <time.h>

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
	event_json_add_data(to, event);
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
