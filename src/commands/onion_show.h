/*
 * Output that several commands share: the list of onion services, a descriptor.
 */
#ifndef COMMANDS_ONION_SHOW_H
#define COMMANDS_ONION_SHOW_H

#include "cmd/session.h"

extern const struct table_column onion_show_columns[];

/* The help text of both commands. */
#define ONION_SHOW_HELP "Lists services of this connection, detached " \
	"services, and services in torrc. Tor does not report services of " \
	"other connections."

bool onion_show_list(struct call *call, struct error *error);

/*
 * Fetches the descriptor of the service ADDRESS from these directories (none:
 * the ones that Tor chooses) and makes it the result.
 */
bool onion_show_descriptor(struct call *call, const struct strv *servers,
	int64_t deadline, struct error *error);

#endif
