/* tor's manual page, if installed: its descriptions of options. */
#ifndef HELP_TOR_MANUAL_H
#define HELP_TOR_MANUAL_H

#include "util/buf.h"
#include "util/pairs.h"
#include "util/span.h"

#include <stdbool.h>

enum tor_manual_form {
	TOR_MANUAL_TEXT,   /* formatted, which takes a fifth of a second */
	TOR_MANUAL_SOURCE, /* as installed, which takes milliseconds */
};

/* Appends the page; returns false if it cannot be read. */
bool tor_manual_read(enum tor_manual_form form, struct buf *page);

/*
 * Appends the description of `option` in the formatted page: the lines that name
 * it and the indented text below. Returns false if there is none.
 */
bool tor_manual_find(struct span page, const char *option, struct buf *to);

/*
 * Adds the options that the page's source describes, each with the first
 * sentence, without its full stop.
 */
void tor_manual_options(struct span source, struct pairs *options);

/* Does both: adds what the installed page says, if there is one. */
void tor_manual_load(struct pairs *options);

#endif
