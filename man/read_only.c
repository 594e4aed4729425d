/* The table of what a read-only connection passes on, in torctl(1). */
#include "update.h"

#include "proto/read_only.h"
#include "util/span.h"

#include <stdio.h>

static const char *when(enum read_only_set set)
{
	switch (set) {
	case READ_ONLY_RELAYS:
		return " , unless this Tor is a bridge or uses bridges";
	case READ_ONLY_MONITOR:
		return " , with Fl -monitor";
	default:
		return "";
	}
}

/* Names are not hyphenated. */
static void update_names(const char *names)
{
	struct span rest = span_of(names), name;

	while (span_next_word(&rest, &name)) {
		fputs("\\%", stdout);
		update_literal(name.at, (int)name.len, "\n");
	}
}

void update_read_only(void)
{
	for (const struct read_only_row *row = read_only_rows; row->verb;
		row++) {
		printf(".It Li %s%s\n", row->verb, when(row->set));
		update_names(*row->names ? row->names : "(no arguments)");
	}
}
