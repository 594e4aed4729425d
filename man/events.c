/* The table of events in torctl-events(7). */
#include "update.h"

#include "proto/event_types.h"

#include <stdio.h>
#include <string.h>

static void put_member(const char *name, const char *type, const char *help)
{
	printf(".It Li %s\n", name);
	if (strcmp(type, "string"))
		printf(".Pq %s\n", type);
	update_text(help);
}

static void put_fields(const struct event_field *field)
{
	for (; field->name[0]; field++)
		put_member(field->json, event_value_type_text(field->type),
			field->help);
}

/* Prints the start of an event's line, such as CIRC ID STATUS [PATH]. */
static void put_heading(const struct event_type *type)
{
	printf(".It Ic %s", type->name);
	for (const struct event_field *field = event_positions(type);
		field->name[0];
		field++)
		printf(field->optional ? " Oo Ar %s Oc" : " Ar %s",
			field->name);
	putchar('\n');
}

static void put_type(void *arg, const struct event_type *type)
{
	struct event_member member = event_data_member(type->data);

	(void)arg;
	put_heading(type);
	update_text(type->summary);
	if (!event_positions(type)[0].name[0] &&
		!event_keywords(type)[0].name[0] &&
		!member.json)
		return;
	puts(".Pp\n.Bl -tag -width \"delivered_written\" -compact");
	put_fields(event_positions(type));
	put_fields(event_keywords(type));
	if (type->other != EVENT_STRING)
		printf(".It any other\n.Pq %s\nany keyword that is not "
			"listed\n", event_value_type_text(type->other));
	/* A message is already a field. */
	if (member.json && type->data != EVENT_MESSAGE)
		put_member(member.json, member.type, member.help);
	puts(".El");
}

static void put_obsolete(void *arg, const struct event_type *type)
{
	if (!type->place)
		put_type(arg, type);
}

void update_events(void)
{
	const struct event_type *type;

	for (size_t i = 0; (type = event_type_at(i)); i++)
		put_type(NULL, type);
	event_types_each(put_obsolete, NULL);
}
