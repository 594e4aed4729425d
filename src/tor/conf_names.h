/* The configuration options of a running Tor: names and types. */
#ifndef TOR_CONF_NAMES_H
#define TOR_CONF_NAMES_H

#include "conn/connection.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stdbool.h>

/* In all functions, `names` has pairs of an option name and its type. */

/* Adds the built-in names. */
void conf_names_builtin(struct pairs *names);

/*
 * Adds the names from GETINFO config/names, or the built-in names if Tor
 * refuses. Returns false if Tor cannot be asked.
 */
bool conf_names_load(struct connection *connection, struct pairs *names,
	struct error *error);

/* Returns the option with exactly this name, ignoring case, or NULL. */
const struct pair *conf_names_get(const struct pairs *names,
	const char *name);

/*
 * Like conf_names_get(), but also finds the only option that begins with
 * `word`. (Tor itself picks the first of several.) Otherwise returns NULL with
 * ERROR_USAGE, which lists the candidates.
 */
const struct pair *conf_names_find(const struct pairs *names,
	const char *word, struct error *error);

/*
 * Adds the names of all options that begin with `word`, or only the one with
 * exactly that name. Leaves out options that a virtual option among them prints
 * anyway. Returns false with ERROR_USAGE if there are none.
 */
bool conf_names_match(const struct pairs *names, const char *word,
	struct strv *found, struct error *error);

/* Returns whether the option may be repeated to add values. */
bool conf_names_has_lines(const struct pair *option);

/* Returns whether its single value is a comma-separated list. */
bool conf_names_has_items(const struct pair *option);

/*
 * Returns the virtual option that has this option's values together with those
 * of related options, in order (HiddenServiceOptions, SocksPortLines), or NULL.
 */
const struct pair *conf_names_group(const struct pairs *names,
	const struct pair *option);

#endif
