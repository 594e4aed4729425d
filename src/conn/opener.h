/* From "where is Tor?" to an authenticated connection. */
#ifndef CONN_OPENER_H
#define CONN_OPENER_H

#include "conn/auth.h"
#include "conn/client.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

struct opener_config {
	/*
	 * The control port's address as address_parse() takes it. NULL: from
	 * the environment (TORCTL_SERVER, TOR_CONTROL_IPC_PATH,
	 * TOR_CONTROL_HOST and TOR_CONTROL_PORT), else the first of the usual
	 * places that answers.
	 */
	const char *server;
	/*
	 * Milliseconds to go on trying for while nothing answers, as during
	 * boot; 0: once; negative: for ever. Cookie files that do not exist yet
	 * are waited for.
	 */
	int wait;
	bool no_auth; /* leave authenticating to the caller */
	struct auth_config auth;
	/* Its timeout holds for each step of connecting as well. */
	struct client_config client;
};

/* Where a Tor is looked for, in order; ends with NULL. */
extern const char *const opener_usual_places[];

/* What came of it, for a greeting; ends with opener_result_clear(). */
struct opener_result {
	char *address;
	struct auth_result auth;
};

/*
 * A connection ready for commands, or NULL. When nothing answers, the error
 * names every address that was tried with its own reason, and what to put
 * into torrc. `result` may be NULL.
 */
struct client *opener_connect(const struct opener_config *config,
	struct opener_result *result, struct error *error);

void opener_result_clear(struct opener_result *result);

#endif
