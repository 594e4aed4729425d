/* A relay's own description: its descriptor or microdescriptor. */
#include "proto/router_descriptor.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FIELD(name) offsetof(struct router_descriptor, name)

static const struct {
	const char *keyword;
	size_t field; /* offset of a span */
} keywords[] = {
	{ "router", FIELD(router) },
	{ "master-key-ed25519", FIELD(ed25519) },
	{ "id ed25519", FIELD(ed25519) },
	{ "platform", FIELD(platform) },
	{ "proto", FIELD(protocols) },
	{ "published", FIELD(published) },
	{ "uptime", FIELD(uptime) },
	{ "bandwidth", FIELD(bandwidth) },
	{ "contact", FIELD(contact) },
	{ "family", FIELD(family) },
	{ "family-ids", FIELD(family_ids) },
	{ "p", FIELD(policy) },
	{ "p6", FIELD(policy6) },
	{ "ipv6-policy", FIELD(policy6) },
	{ "hibernating", FIELD(hibernating) },
	{ "overload-general", FIELD(overloaded) },
	{ "bridge-distribution-request", FIELD(distribution) },
};

static const struct {
	const char *keyword;
	size_t lines; /* offset of a struct router_status_lines */
	bool whole;   /* the stored line includes the keyword */
} lists[] = {
	{ "or-address", FIELD(addresses), false },
	{ "a", FIELD(addresses), false },
	{ "accept", FIELD(rules), true },
	{ "reject", FIELD(rules), true },
};

/* Matches "keyword" and sets `rest` to the text after it. */
static bool begins(struct span line, const char *keyword, struct span *rest)
{
	size_t len = strlen(keyword);

	if (!span_starts(line, keyword) || line.len <= len ||
		line.at[len] != ' ')
		return false;
	*rest = span_from(line, len + 1);
	return true;
}

static void read_line(struct router_descriptor *descriptor, struct span line)
{
	char *base = (char *)descriptor;
	struct span rest;

	/* Old directories allow "opt" before any keyword. */
	if (begins(line, "opt", &rest))
		line = rest;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		struct span *field = (void *)(base + keywords[i].field);

		if (!begins(line, keywords[i].keyword, &rest))
			continue;
		if (!field->at)
			*field = rest;
		return;
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (begins(line, lists[i].keyword, &rest))
			router_status_add_line((void *)(base +
				lists[i].lines), lists[i].whole ? line : rest);
}

void router_descriptor_read(struct router_descriptor *descriptor,
	struct span text)
{
	struct span line;
	bool object = false;

	router_descriptor_clear(descriptor);
	while (span_next_line(&text, &line)) {
		if (span_starts(line, "-----BEGIN "))
			object = true;
		if (!object)
			read_line(descriptor, line);
		if (span_starts(line, "-----END "))
			object = false;
	}
}

void router_descriptor_clear(struct router_descriptor *descriptor)
{
	free(descriptor->addresses.items);
	free(descriptor->rules.items);
	*descriptor = (struct router_descriptor){ 0 };
}
