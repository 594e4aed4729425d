/* GETCONF, SETCONF and RESETCONF: the configuration of a running Tor. */
#ifndef TOR_CONF_H
#define TOR_CONF_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Options are ordered pairs; a key with several values is repeated, because
 * Tor's configuration is a list, not a map.
 */

/*
 * Gets the values of `keys` (or unambiguous prefixes of keys) under Tor's
 * spelling; the value of an unset option is NULL (control-spec 3.3). A value
 * that is entirely a quoted string is unquoted, because Tor quotes only values
 * that need it.
 */
bool conf_get(struct connection *connection, const struct strv *keys,
	struct pairs *options, struct error *error);

/* Sends the request ahead as info_send_ahead() does. */
void conf_send_ahead(struct connection *connection, const struct strv *keys);

/* Like conf_get(), but treats refused keys as info_get_known() does. */
bool conf_get_known(struct connection *connection, const struct strv *keys,
	struct pairs *options, struct error *refused, struct error *error);

/*
 * Does what connection_command() does for a request that changes or saves the
 * configuration. A refusal may say only "See logs for details": the error then
 * has a line for each warning that Tor logged meanwhile, unless somebody is
 * subscribed to WARN events anyway.
 */
bool conf_command(struct connection *connection, struct request *request,
	struct reply *reply, struct error *error);

/*
 * Writes the configuration to torrc (control-spec 3.6). `*old` is the file to
 * which Tor renamed the old torrc, the caller's; NULL if it did not, or did not
 * report it.
 */
bool conf_save(struct connection *connection, bool force, struct reply *reply,
	char **old, struct error *error);

/*
 * Sets all options or none (control-spec 3.1). A NULL value sets the option to
 * 0 or empty; a list option is set to exactly the values given.
 */
bool conf_set(struct connection *connection, const struct pairs *options,
	struct reply *reply, struct error *error);

/* Like conf_set(), but a NULL value means Tor's default (control-spec 3.2). */
bool conf_reset(struct connection *connection, const struct pairs *options,
	struct reply *reply, struct error *error);

/* Returns whether Tor's network is disabled. A tap does not see the reply. */
bool conf_is_offline(struct connection *connection);

/*
 * Sets the error for a wait that is pointless while Tor is offline. Returns
 * false.
 */
bool conf_refuse_offline(struct error *error);

#endif
