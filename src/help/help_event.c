/* The help page of an event, generated from its row. */
#include "help/help_event.h"

#include "out/event_line.h"
#include "proto/event.h"
#include "util/span.h"

#include <string.h>

/* Adds the JSON form, unless the name makes it obvious. */
static void add_notes(const struct event_field *field, struct buf *to)
{
	const char *type = event_value_type_text(field->type);
	bool string = !strcmp(type, "string");
	bool same = span_equal_nocase(span_of(field->name), field->json);

	if (string && same)
		return;
	buf_print(to, " (%s%s%s%s)", string ? "" : type,
		string || same ? "" : "; ", same ? "" : "in JSON: ",
		same ? "" : field->json);
}

static void add_fields(const struct event_field *field, const char *heading,
	const struct layout *to)
{
	if (!field->name[0])
		return;
	buf_add_char(to->text, '\n');
	layout_heading(to, heading);
	for (; field->name[0]; field++) {
		buf_print(to->text, field->optional ? "  [%s]" : "  %s",
			field->name);
		add_notes(field, to->text);
		buf_add_char(to->text, '\n');
		layout_wrap(to, field->help, 6);
	}
}

static void add_others(const struct event_type *type, struct buf *to)
{
	if (type->other != EVENT_STRING)
		buf_print(to, "  any other (%s)\n",
			event_value_type_text(type->other));
}

static void add_data(const struct event_type *type,
	const struct layout *to)
{
	struct event_member member = event_data_member(type->data);

	if (!member.json)
		return;
	buf_add_char(to->text, '\n');
	layout_heading(to, "Data lines");
	buf_print(to->text, "  %s (%s)\n", member.json, member.type);
	layout_wrap(to, member.help, 6);
}

void help_event_add_example(const struct event_type *type, struct buf *to)
{
	struct span rest = span_of(type->example), line;
	size_t len = strcspn(type->example, "\n");

	line = (struct span){ rest.at, len };
	buf_print(to, "650%c%s%s", len < rest.len ? '+' : ' ', type->name,
		len ? " " : "");
	buf_add_span(to, line);
	buf_add_string(to, "\r\n");
	if (len == rest.len)
		return;
	rest = span_from(rest, len + 1);
	while (span_next_line(&rest, &line)) {
		buf_add_span(to, line);
		buf_add_string(to, "\r\n");
	}
	buf_add_string(to, ".\r\n650 OK\r\n");
}

static void add_example(const struct event_type *type,
	const struct layout *to)
{
	struct event_line line = { 0 };
	struct buf raw = BUF_INIT, text = BUF_INIT;
	struct queue_event event = { 0 };

	help_event_add_example(type, &raw);
	event.raw = buf_span(&raw);
	event_line_add(&line, &text, &event);
	layout_wrap(to, buf_text(&text), 2);
	event_line_clear(&line);
	buf_clear(&raw);
	buf_clear(&text);
}

void help_event(const struct event_type *type, const struct layout *to)
{
	struct buf text = BUF_INIT;

	layout_heading(to, type->name);
	buf_print(&text, "event: %s", type->summary);
	if (!type->place)
		buf_add_string(&text, "\nnot supported by tor 0.4.9 (552)");
	layout_wrap(to, buf_text(&text), 2);
	add_fields(event_positions(type), "Fields", to);
	add_fields(event_keywords(type), "Keywords", to);
	add_others(type, to->text);
	add_data(type, to);
	buf_add_char(to->text, '\n');
	layout_heading(to, "On a terminal");
	add_example(type, to);
	buf_add_char(to->text, '\n');
	layout_heading(to, "Example");
	buf_print(to->text, "  torctl events %s\n", type->name);
	buf_clear(&text);
}
