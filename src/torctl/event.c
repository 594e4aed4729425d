/* A received event: its fields, its JSON, its text. */
#include "torctl/inside.h"

#include "proto/event.h"
#include "proto/event_json.h"
#include "proto/event_text.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

/* `fields`, `json` and `text` are created on demand and kept. */
struct torctl_event {
	char *type;
	int64_t time;
	struct buf raw;
	struct torctl_pairs *fields;
	struct buf json, text;
};

struct torctl_event *event_new(const struct queue_event *from)
{
	struct torctl_event *event = alloc_zeroed(sizeof(*event));

	buf_add_span(&event->raw, from->raw);
	event->time = from->time;
	event->type = span_copy(event_name(from->raw));
	return event;
}

const char *torctl_event_type(const struct torctl_event *event)
{
	return event->type;
}

int64_t torctl_event_time(const struct torctl_event *event)
{
	return event->time;
}

static void add_field(struct torctl_pairs *fields,
	const struct event_value *value)
{
	struct buf scratch = BUF_INIT, name = BUF_INIT;
	struct span text = event_value_text(value, &scratch);

	/* JSON has an empty path where Tor sends none. */
	if (value->field && value->field->type == EVENT_PATH && !text.len)
		return;
	if (value->field)
		buf_add_string(&name, value->field->json);
	else if (value->name.len)
		event_add_name(&name, value->name);
	pairs_put(fields, buf_span(&name), &text);
	buf_clear(&name);
	buf_clear(&scratch);
}

const struct torctl_pairs *torctl_event_fields(struct torctl_event *event)
{
	struct event decoded;
	struct span rest, word;

	if (event->fields)
		return event->fields;
	event->fields = torctl_pairs_new();
	if (!event_decode(&decoded, buf_span(&event->raw)))
		return event->fields;
	for (size_t i = 0; i < decoded.len; i++)
		add_field(event->fields, &decoded.values[i]);
	rest = decoded.rest;
	while (span_next_word(&rest, &word))
		pairs_put(event->fields, span_of(""), &word);
	return event->fields;
}

const char *torctl_event_field(struct torctl_event *event, const char *name)
{
	return torctl_pairs_find(torctl_event_fields(event), name);
}

/* Removes the line end. */
static const char *as_line(struct buf *text)
{
	if (text->len && text->data[text->len - 1] == '\n')
		buf_truncate(text, text->len - 1);
	return buf_text(text);
}

const char *torctl_event_json(struct torctl_event *event)
{
	struct event_json json = { 0 };
	struct json to = { .to = &event->json };

	if (!event->json.len)
		event_json_add(&json, &to, buf_span(&event->raw), event->time);
	event_json_clear(&json);
	return as_line(&event->json);
}

const char *torctl_event_text(struct torctl_event *event)
{
	if (!event->text.len)
		event_text_add(&event->text, buf_span(&event->raw), false);
	return as_line(&event->text);
}

void torctl_event_free(struct torctl_event *event)
{
	if (!event)
		return;
	torctl_pairs_free(event->fields);
	buf_clear(&event->raw);
	buf_clear(&event->json);
	buf_clear(&event->text);
	free(event->type);
	free(event);
}
