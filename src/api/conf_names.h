/* The options that a running Tor has, by name, with their types. */
#ifndef API_CONF_NAMES_H
#define API_CONF_NAMES_H

#include "conn/client.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/* Everywhere `names` are pairs of an option's name and its type. */

/* Adds those that are built in. */
void conf_names_builtin(struct pairs *names);

/*
 * Adds what GETINFO config/names says; what is built in where Tor refuses.
 * False when Tor cannot be asked.
 */
bool conf_names_load(struct client *client, struct pairs *names,
	struct error *error);

/* The option of just this name, letter case aside, or NULL. */
const struct pair *conf_names_get(const struct pairs *names,
	const char *name);

/*
 * The same, or the only one that begins with `word` (Tor itself takes the
 * first of several). NULL with ERROR_USAGE, which names what it may be.
 */
const struct pair *conf_names_find(const struct pairs *names,
	const char *word, struct error *error);

/*
 * Adds the names of all that begin with `word`, or the one that it is. Left
 * out are those that a virtual option among them prints anyway. False with
 * ERROR_USAGE when there is none.
 */
bool conf_names_match(const struct pairs *names, const char *word,
	struct strv *found, struct error *error);

/* Whether it may be given several times, each time with one more value. */
bool conf_names_has_lines(const struct pair *option);

/* Whether its one value is a list with commas. */
bool conf_names_has_items(const struct pair *option);

/*
 * The virtual option that has the values of this one among those that belong
 * to it, in order: HiddenServiceOptions, SocksPortLines. NULL: none.
 */
const struct pair *conf_names_group(const struct pairs *names,
	const struct pair *option);

#endif
