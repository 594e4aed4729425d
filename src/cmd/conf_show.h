/* The configuration as lines of torrc. */
#ifndef CMD_CONF_SHOW_H
#define CMD_CONF_SHOW_H

#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"

struct call;

/* conf [OPTION…]: what is not at its default, or these options. */
bool conf_show(struct call *call, struct error *error);

/*
 * Adds the options of a GETINFO key such as config-text or config/defaults,
 * which has lines as a torrc does.
 */
bool conf_show_read(struct client *client, const char *key,
	struct pairs *options, struct error *error);

/*
 * Adds the options that are not at their default, but not in config-text:
 * those that are set to nothing, and those of controllers, whose names begin
 * with "__". None where Tor does not tell.
 */
bool conf_show_read_unsaid(struct client *client, struct pairs *options,
	struct error *error);

/* Whether it is a controller's, which Tor never writes to torrc. */
bool conf_show_is_controllers(const char *name);

/*
 * The option by the name that a torrc has for it: in any letter case, its
 * beginning, "+" at its front. NULL: there is none.
 */
const struct pair *conf_show_find(const struct pairs *names,
	const char *written);

/*
 * Whether just this value of an option that has one is in `defaults`, however
 * it is written.
 */
bool conf_show_is_default(const struct pairs *defaults,
	const struct pair *option, const char *value);

#endif
