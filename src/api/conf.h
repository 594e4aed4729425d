/* GETCONF, SETCONF and RESETCONF: the configuration of a running Tor. */
#ifndef API_CONF_H
#define API_CONF_H

#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/*
 * Options are pairs in order, a key more than once where it has several
 * values: Tor's configuration is a list, not a map.
 */

/*
 * control-spec 3.3. The values of `keys` (or unambiguous beginnings of keys),
 * under Tor's own spelling of them, a value NULL where the option is unset.
 * A value that is all one quoted string is unquoted, since Tor quotes just
 * those it has to.
 */
bool conf_get(struct client *client, const struct strv *keys,
	struct pairs *options, struct error *error);

/*
 * control-spec 3.1: all or nothing. A value of NULL sets the option to 0 or to
 * nothing; what stood in a list option is replaced by all its values here.
 */
bool conf_set(struct client *client, const struct pairs *options,
	struct reply *reply, struct error *error);

/* control-spec 3.2: the same, but a value of NULL means Tor's default. */
bool conf_reset(struct client *client, const struct pairs *options,
	struct reply *reply, struct error *error);

#endif
