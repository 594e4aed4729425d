/* A configuration as options in a fixed order, to compare two of them. */
#ifndef COMMANDS_CONF_SIDE_H
#define COMMANDS_CONF_SIDE_H

#include "conn/connection.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"

#include <stdbool.h>
#include <stddef.h>

struct call;

/* Tor's options and their built-in defaults. */
struct conf_known {
	struct pairs names; /* see tor/conf_names.h */
	struct pairs defaults;
};

/* One value of an option. */
struct conf_entry {
	const char *group; /* the same for options that Tor sets together */
	size_t order;
	char *name;        /* in Tor's spelling */
	char *value;       /* "" if there is none */
	bool given;        /* a default, which a list in the torrc replaces */
};

/* Initialize to zero. */
struct conf_side {
	struct conf_entry *entries;
	size_t len;
};

bool conf_side_read_known(struct connection *connection,
	struct conf_known *known, struct error *error);
void conf_side_clear_known(struct conf_known *known);

/*
 * Adds the options in Tor's defaults file, if there is one on this machine.
 * Prints a note if it cannot be read.
 */
void conf_side_read_defaults(struct call *call, struct pairs *options);

/*
 * Adds a line as Tor reads it in a torrc: the last value of an option with a
 * single one counts; the first line of a list replaces the `given` ones unless
 * its name begins with "+"; "/" before the name clears the list. Values equal
 * to `known->defaults` are left out. Unknown options keep their spelling.
 */
void conf_side_add(struct conf_side *side, const struct conf_known *known,
	const struct pair *line, bool given);
void conf_side_add_all(struct conf_side *side, const struct conf_known *known,
	const struct pairs *lines, bool given);

/* Returns whether the option, or one that Tor sets with it, has a value. */
bool conf_side_has(const struct conf_side *side,
	const struct conf_known *known, const char *name);

/* Orders the entries by groups, keeping the order within each. */
void conf_side_sort(struct conf_side *side);

/* Sorts the entries and appends them as torrc lines. */
void conf_side_text(struct conf_side *side, struct buf *text);

/* Wipes the values, because they may be secret. */
void conf_side_clear(struct conf_side *side);

#endif
