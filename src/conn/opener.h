/* An authenticated connection: finding the control port and logging in. */
#ifndef CONN_OPENER_H
#define CONN_OPENER_H

#include "conn/auth.h"
#include "conn/connection.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stdint.h>

struct opener_config {
	/*
	 * The control port's address as address_parse() accepts it. If NULL, it
	 * is taken from the environment (TORCTL_SERVER, TOR_CONTROL_IPC_PATH,
	 * TOR_CONTROL_HOST and TOR_CONTROL_PORT), else it is the first of the
	 * usual places that answers. Only at those, auth_config's `listener` is
	 * set, if the kernel tells it.
	 */
	const char *server;
	/*
	 * Milliseconds to keep trying while nothing answers, as during boot; 0:
	 * try once; negative: no limit. Also waits for cookie files that do not
	 * exist yet.
	 */
	int wait;
	bool no_auth; /* leave authentication to the caller */
	bool ask;     /* ssh may ask its questions on the terminal */
	/*
	 * Called with each line, without its end, that ssh writes to standard
	 * error, except the last one if it becomes the error; in the thread
	 * that connects or reads. It cannot use the connection. NULL: not shown.
	 */
	void (*notice)(void *arg, struct span line);
	void *notice_arg;
	struct auth_config auth;
	/* Its timeout also applies to each step of connecting. */
	struct connection_config connection;
};

/* The usual places of a control port, in order; ends with NULL. */
extern const char *const opener_usual_places[];

/* Returns whether an earlier place than the i-th is the same socket. */
bool opener_is_repeated(const struct strv *places, size_t i);

/* The result, for a greeting; free with opener_result_clear(). */
struct opener_result {
	char *address;
	struct auth_result auth;
};

/* Checks the address that was given, if any; connects to nothing. */
bool opener_check(const struct opener_config *config, struct error *error);

/*
 * Returns a connection ready for commands, or NULL. If a socket is closed to
 * this user, the error gives the remedy. Otherwise, if nothing answers, it
 * lists every address tried, with the reason for each, and says whether a Tor
 * runs and what to add to torrc. `result` may be NULL.
 */
struct connection *opener_connect(const struct opener_config *config,
	struct opener_result *result, struct error *error);

/*
 * Returns whether the other host refuses us until the user does something: it
 * may also lock out a client that goes on trying.
 */
bool opener_is_refused(const struct error *error);

void opener_result_clear(struct opener_result *result);

#endif
