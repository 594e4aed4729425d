/* A change from the running configuration to another, shown and sent. */
#ifndef COMMANDS_CONF_CHANGE_H
#define COMMANDS_CONF_CHANGE_H

#include "commands/conf_side.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"

#include <stdbool.h>

struct call;

/*
 * Tor reads its defaults file (--defaults-torrc) before torrc. GETINFO
 * config-text leaves out what that file sets, RESETCONF ignores it, and
 * LOADCONF forgets it.
 */
struct conf_change {
	struct conf_known known;
	struct pairs given; /* what the defaults file sets, if known */
	struct buf text;    /* the rest of the running configuration */
	struct conf_side before, after;
};

#define CONF_CHANGE_INIT { .text = BUF_INIT_SECRET }

/* Reads the running configuration. */
bool conf_change_read(struct call *call, struct conf_change *change,
	struct error *error);

/*
 * Sets the wanted configuration: a torrc, read after the defaults file if
 * `given`.
 */
void conf_change_to(struct conf_change *change, struct span torrc, bool given);

/*
 * Appends the lines that change for display, after "-" or "+" and without
 * secrets. Returns false if nothing changes.
 */
bool conf_change_show(struct conf_change *change, struct buf *lines);

/* Notes options that only the defaults file sets and the change resets. */
void conf_change_note_forgotten(struct call *call,
	const struct conf_change *change);

/* Notes changes that may lock controllers out. */
void conf_change_note_doors(struct call *call, struct conf_change *change);

/*
 * Sends only the options that change, with one command, all or none. Lists and
 * the onion services are sent whole.
 */
bool conf_change_send(struct call *call, struct conf_change *change,
	struct error *error);

void conf_change_clear(struct conf_change *change);

#endif
