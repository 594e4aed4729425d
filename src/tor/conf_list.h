/* Adding, removing and replacing single values of options. */
#ifndef TOR_CONF_LIST_H
#define TOR_CONF_LIST_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/pairs.h"

#include <stdbool.h>

enum conf_list_change { CONF_LIST_ADD, CONF_LIST_REMOVE, CONF_LIST_SET };

/*
 * Adds the values of `settings` to their options, removes them, or sets them as
 * the only ones, all or none, with one SETCONF of all resulting values in
 * order. Related options stay together: an onion service option applies to the
 * service whose HiddenServiceDir was added or removed before it, else to the
 * one in the directory `service` (NULL: the only possible one). Removing a
 * HiddenServiceDir removes its whole service; the last port of a service can
 * only be removed with the service. `names`: see tor/conf_names.h.
 *
 * Existing values are not added again. Removing a value that is not set is
 * ERROR_USAGE and lists the current values; so is adding a second value to an
 * onion service option other than HiddenServicePort. `reply` is empty if
 * nothing changed.
 */
bool conf_list_change(struct connection *connection,
	enum conf_list_change change, const struct pairs *names,
	const struct pairs *settings, const char *service, struct reply *reply,
	struct error *error);

#endif
