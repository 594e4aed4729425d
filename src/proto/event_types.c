/* What each type of event says: finding a row by its name. */
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

void event_types_each(void (*visit)(void *arg, const struct event_type *type),
	void *arg)
{
	for (size_t i = 0; i < event_families_len; i++)
		for (const struct event_type *type = event_families[i];
			type->name; type++)
			visit(arg, type);
}
