/* Descriptors: every field is part of a line of the text. */
#include "fuzz/fuzz.h"
#include "proto/port_policy.h"
#include "proto/router_descriptor.h"

#include <string.h>

static void check_piece(struct span text, struct span piece)
{
	if (!piece.at)
		return;
	fuzz_assert(piece.at > text.at);
	fuzz_assert(piece.at + piece.len <= text.at + text.len);
	fuzz_assert(!fuzz_count(piece, '\n'));
}

static void check_lines(struct span text,
	const struct router_status_lines *lines)
{
	fuzz_assert(lines->len <= fuzz_count(text, '\n') + 1);
	for (size_t i = 0; i < lines->len; i++) {
		fuzz_assert(lines->items[i].at >= text.at);
		fuzz_assert(lines->items[i].at + lines->items[i].len <=
			text.at + text.len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct router_descriptor descriptor = { 0 };
	struct span text = { (const char *)data, size };

	router_descriptor_read(&descriptor, text);
	check_piece(text, descriptor.contact);
	check_piece(text, descriptor.platform);
	check_piece(text, descriptor.bandwidth);
	check_piece(text, descriptor.family);
	check_piece(text, descriptor.policy);
	check_piece(text, descriptor.overloaded);
	check_lines(text, &descriptor.addresses);
	check_lines(text, &descriptor.rules);
	/* A policy that allows a port must list something. */
	fuzz_assert(!port_policy_allows(descriptor.policy, 443) ||
		descriptor.policy.len > strlen("accept "));
	router_descriptor_clear(&descriptor);
	return 0;
}
