/* The table of onion services in onions and onion list. */
#ifndef COMMANDS_ONION_TABLE_H
#define COMMANDS_ONION_TABLE_H

#include "cmd/session.h"

extern const struct table_column onion_table_columns[];

/* The help text of both commands. */
#define ONION_TABLE_HELP "Lists services of this connection, detached " \
	"services, and services in torrc. Tor does not report services of " \
	"other connections."

bool onion_table_run(struct call *call, struct error *error);

#endif
