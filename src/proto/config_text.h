/* The text of a torrc: one option and its value per line. */
#ifndef PROTO_CONFIG_TEXT_H
#define PROTO_CONFIG_TEXT_H

#include "util/buf.h"
#include "util/pairs.h"
#include "util/span.h"

/*
 * Appends the options in `text`, read as Tor reads a torrc: comments are
 * skipped, quoted values decoded, lines that end in a backslash joined with the
 * next. Names are unchanged, including a leading "+" or "/"; "%include" counts
 * as a name. An option without a value has the value "". A NUL ends a value.
 */
void config_text_parse(struct span text, struct pairs *options);

/*
 * Returns the number, from 1, of the first line of `text` whose value has a CR
 * or LF when Tor reads it, and its name; 0 if there is none.
 */
size_t config_text_find_line_end(struct span text, struct span *name);

/*
 * Appends "Name value\n". The value is quoted if it could not be read back
 * otherwise. If it is NULL or "", appends the name alone.
 */
void config_text_add(struct buf *to, const char *name, const char *value);

#endif
