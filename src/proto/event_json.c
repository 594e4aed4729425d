/* An event as one line of JSON. */
#include "proto/event_json.h"

#include "proto/event_json_data.h"
#include "proto/event_json_values.h"
#include "util/json_text.h"

#include <string.h>
#include <time.h>

/* Appends the first line's message and the lines of its data block. */
static void add_message(struct event_json *json, struct buf *to,
	struct span text)
{
	struct event_lines lines = event_lines_of(&json->event);
	struct span line;
	bool first = !text.len;

	if (!json->event.further.len) {
		json_text_add(to, text, json->ascii);
		return;
	}
	buf_reset(&json->scratch);
	buf_add_span(&json->scratch, text);
	for (; event_next_line(&lines, &line); first = false) {
		if (!first)
			buf_add_char(&json->scratch, '\n');
		buf_add_span(&json->scratch, line);
	}
	json_text_add(to, buf_span(&json->scratch), json->ascii);
}

static void add_fields(struct event_json *json, struct buf *to)
{
	const struct event *event = &json->event;

	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];
		enum event_value_type type = value->field ?
			value->field->type : event->type ? event->type->other :
			EVENT_STRING;

		if (value->field) {
			event_json_add_name(to, value->field->json);
		} else if (value->name.len) {
			buf_add_string(to, ",\"");
			event_add_name(to, value->name);
			buf_add_string(to, "\":");
		} else {
			continue;
		}
		if (type == EVENT_REST)
			add_message(json, to, value->text);
		else
			event_json_add_value(to, type, event_value_text(value,
				&json->scratch), json->ascii);
	}
}

static void add_arguments(struct event_json *json, struct buf *to)
{
	const struct event *event = &json->event;
	struct span rest = event->rest, word;
	bool first = true;

	for (size_t i = 0; i < event->len; i++) {
		const struct event_value *value = &event->values[i];

		if (value->field || value->name.len)
			continue;
		if (first)
			event_json_add_name(to, "args");
		buf_add_char(to, first ? '[' : ',');
		first = false;
		json_text_add(to, event_value_text(value, &json->scratch),
			json->ascii);
	}
	while (span_next_word(&rest, &word)) {
		if (first)
			event_json_add_name(to, "args");
		buf_add_char(to, first ? '[' : ',');
		first = false;
		json_text_add(to, word, json->ascii);
	}
	if (!first)
		buf_add_char(to, ']');
}

static void add_time(struct event_json *json, struct buf *to, int64_t time)
{
	int64_t second = time / 1000000;
	char fraction[] = ".000Z\"";
	int millis = (int)(time / 1000 % 1000);

	if (second != json->second || !json->stamp[0]) {
		time_t seconds = (time_t)second;
		struct tm utc;

		gmtime_r(&seconds, &utc);
		strftime(json->stamp, sizeof(json->stamp), "%Y-%m-%dT%H:%M:%S",
			&utc);
		json->second = second;
	}
	for (int i = 3; i; i--, millis /= 10)
		fraction[i] = (char)('0' + millis % 10);
	event_json_add_name(to, "time");
	buf_add_char(to, '"');
	buf_add_string(to, json->stamp);
	buf_add(to, fraction, sizeof(fraction) - 1);
}

bool event_json_add(struct event_json *json, struct buf *to, struct span raw,
	int64_t time)
{
	struct event *event = &json->event;

	if (!event_decode(event, raw))
		return false;
	buf_add_string(to, "{\"event\":");
	json_text_add(to, event->name, json->ascii);
	add_time(json, to, time);
	add_fields(json, to);
	add_arguments(json, to);
	event_json_add_data(event, to, json->ascii);
	buf_add_string(to, "}\n");
	return true;
}

bool event_json_add_object(struct event_json *json, struct buf *to,
	struct span raw)
{
	size_t start = to->len;

	if (!event_decode(&json->event, raw))
		return false;
	add_fields(json, to);
	add_arguments(json, to);
	event_json_add_data(&json->event, to, json->ascii);
	/* Replace the comma before the first member. */
	if (to->len == start)
		buf_add_char(to, ',');
	to->data[start] = '{';
	buf_add_char(to, '}');
	return true;
}

void event_json_clear(struct event_json *json)
{
	buf_clear(&json->scratch);
}
