/* One value more or less for an option that has several. */
#ifndef API_CONF_LIST_H
#define API_CONF_LIST_H

#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"

#include <stdbool.h>

enum conf_list_change { CONF_LIST_ADD, CONF_LIST_REMOVE };

/*
 * Adds the values of `settings` to their options, or removes them: all or
 * nothing, by one SETCONF of all the values that there are then, in order.
 * Options that belong together stay together: an option of an onion service
 * is one of that whose HiddenServiceDir was added (or removed) before it, else
 * of that in the directory `service` (NULL: the only one that it can be), and
 * a HiddenServiceDir goes with all that belongs to it; a service's last port
 * goes with it only. `names`: see api/conf_names.h.
 *
 * A value that is there already is not added once more; one to be removed has
 * to be there (ERROR_USAGE, with the values that are). `reply` is empty when
 * there was nothing to do.
 */
bool conf_list_change(struct client *client, enum conf_list_change change,
	const struct pairs *names, const struct pairs *settings,
	const char *service, struct reply *reply, struct error *error);

#endif
