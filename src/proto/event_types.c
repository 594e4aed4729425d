/* Descriptions of all event types: finding a row by name. */
#include "proto/event_types.h"

#include <string.h>

const struct event_type *const event_families[] = {
	event_types_circuits,
	event_types_traffic,
	event_types_status,
	event_types_network,
};
const size_t event_families_len =
	sizeof(event_families) / sizeof(*event_families);

const struct event_field *event_positions(const struct event_type *type)
{
	static const struct event_field none;

	return type->positions ? type->positions : &none;
}

const struct event_field *event_keywords(const struct event_type *type)
{
	static const struct event_field none;

	return type->keywords ? type->keywords : &none;
}

const struct event_wording *event_wordings(const struct event_type *type)
{
	static const struct event_wording none;

	return type->wordings ? type->wordings : &none;
}

const struct event_type *event_type_find(struct span name)
{
	for (size_t i = 0; i < event_families_len; i++)
		for (const struct event_type *type = event_families[i];
			type->name; type++)
			if (type->name[0] == (name.len ? name.at[0] : '\0') &&
				span_equal(name, type->name))
				return type;
	return NULL;
}

const struct event_type *event_type_named(const char *name)
{
	for (size_t i = 0; i < event_families_len; i++)
		for (const struct event_type *type = event_families[i];
			type->name; type++)
			if (span_equal_nocase(span_of(name), type->name))
				return type;
	return NULL;
}

const struct event_type *event_type_at(size_t index)
{
	for (size_t i = 0; i < event_families_len; i++)
		for (const struct event_type *type = event_families[i];
			type->name; type++)
			if (type->place && (size_t)type->place - 1 == index)
				return type;
	return NULL;
}

const char *event_type_name_at(size_t index)
{
	const struct event_type *type = event_type_at(index);

	return type ? type->name : NULL;
}

const char *event_type_summary(const char *name)
{
	const struct event_type *type = event_type_named(name);

	return type ? type->summary : NULL;
}

const char *event_value_type_text(enum event_value_type type)
{
	static const char *const texts[] = {
		[EVENT_STRING] = "string",
		[EVENT_NUMBER] = "number",
		[EVENT_DECIMAL] = "number",
		[EVENT_LIST] = "array",
		[EVENT_COUNTS] = "object of numbers",
		[EVENT_RELAY] = "relay",
		[EVENT_PATH] = "array of relays",
		[EVENT_RELAYS] = "array of relays",
		[EVENT_TARGET] = "string; also target_host, target_port",
		[EVENT_ENDPOINT] = "string; also relay or address",
		[EVENT_MAPPED] = "string or null",
		[EVENT_REST] = "string",
	};

	return texts[type];
}

struct event_member event_data_member(enum event_data data)
{
	static const struct event_member members[] = {
		[EVENT_TEXT] = { NULL, NULL, NULL },
		[EVENT_MESSAGE] = { "message", "string",
			"including further lines, joined by line feeds" },
		[EVENT_ENTRIES] = { "relays", "array of objects",
			"one consensus entry each" },
		[EVENT_CHANGES] = { "changes", "array of objects",
			"key and value, in Tor's order; a null value means "
				"reset to default" },
		[EVENT_CONTENT] = { "content", "string", "the descriptor" },
	};

	return members[data];
}

void event_types_each(void (*visit)(void *arg, const struct event_type *type),
	void *arg)
{
	for (size_t i = 0; i < event_families_len; i++)
		for (const struct event_type *type = event_families[i];
			type->name; type++)
			visit(arg, type);
}
