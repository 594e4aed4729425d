/* A circuit's path as the user specifies it. */
#ifndef COMMANDS_CIRCUIT_PATH_H
#define COMMANDS_CIRCUIT_PATH_H

#include "conn/connection.h"
#include "tor/consensus.h"
#include "tor/countries.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Zero-initialize, then set `connection`; circuit_path_clear() frees it. */
struct circuit_path {
	struct connection *connection;
	struct strv names; /* relays as given by the user */
	struct buf text; /* for EXTENDCIRCUIT, comma-separated */
	bool read;       /* the consensus has been loaded */
	struct consensus consensus;
	struct countries countries;
};

/*
 * Adds the comma-separated relays. A nickname that several relays share is an
 * error (ERROR_USAGE) that lists their fingerprints.
 */
bool circuit_path_add_list(struct circuit_path *path, const char *list,
	struct error *error);

/*
 * Adds the exit: a relay's name, or a two-letter country code for any exit
 * there. `alone`: no relay was given, so choose those before it too. Chosen
 * relays share no family or subnet with the others.
 */
bool circuit_path_add_exit(struct circuit_path *path, const char *exit,
	bool alone, struct error *error);

void circuit_path_clear(struct circuit_path *path);

#endif
