/* The configuration as torrc lines. */
#ifndef COMMANDS_CONF_SHOW_H
#define COMMANDS_CONF_SHOW_H

#include "conn/connection.h"
#include "out/table.h"
#include "util/error.h"
#include "util/pairs.h"

struct call;

/* Options and their values. */
extern const struct table_column conf_show_columns[];

/*
 * Runs "conf": shows options that differ from their defaults, or those given.
 */
bool conf_show(struct call *call, struct error *error);

/*
 * Adds the options in the value of a GETINFO key such as config-text or
 * config/defaults, which has the form of a torrc.
 */
bool conf_show_read(struct connection *connection, const char *key,
	struct pairs *options, struct error *error);

/*
 * Adds options that differ from their defaults but are missing in config-text:
 * those set to nothing, and those of controllers, whose names begin with "__".
 * Adds none if Tor refuses the query.
 */
bool conf_show_read_unsaid(struct connection *connection, struct pairs *options,
	struct error *error);

/* Does the same with the names and the defaults, if the caller has them. */
bool conf_show_add_unsaid(struct connection *connection,
	const struct pairs *names, const struct pairs *defaults,
	struct pairs *options, struct error *error);

/* Returns true for a controller's option, which Tor never writes to torrc. */
bool conf_show_is_controllers(const char *name);

/*
 * Finds an option by its name in a torrc: case-insensitive, possibly shortened,
 * possibly after "+". Returns NULL if there is none.
 */
const struct pair *conf_show_find(const struct pairs *names,
	const char *written);

/*
 * Returns true if `defaults` has this value of a single-valued option, however
 * it is written.
 */
bool conf_show_is_default(const struct pairs *defaults,
	const struct pair *option, const char *value);

#endif
