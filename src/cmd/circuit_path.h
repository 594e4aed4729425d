/* The path of a circuit, as a user names it. */
#ifndef CMD_CIRCUIT_PATH_H
#define CMD_CIRCUIT_PATH_H

#include "api/consensus.h"
#include "api/countries.h"
#include "conn/client.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>

/* Starts all zero but for `client`, ends with circuit_path_clear(). */
struct circuit_path {
	struct client *client;
	struct strv names; /* of relays, as the user has given them */
	struct buf text; /* for EXTENDCIRCUIT: relays with commas between */
	bool read;       /* the consensus, when it was first needed */
	struct consensus consensus;
	struct countries countries;
};

/*
 * Adds the relays of `list`. A nickname that several relays bear is refused
 * with their fingerprints (ERROR_USAGE).
 */
bool circuit_path_add_list(struct circuit_path *path, const char *list,
	struct error *error);

/*
 * Adds the exit: a relay's name, or two letters for any exit in that country.
 * `alone`: no relay was given, so that those before it are chosen, too. What
 * is chosen here is not of one family or subnet with the others.
 */
bool circuit_path_add_exit(struct circuit_path *path, const char *exit,
	bool alone, struct error *error);

void circuit_path_clear(struct circuit_path *path);

#endif
