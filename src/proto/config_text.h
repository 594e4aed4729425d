/* The text of a torrc: options with their values, a line each. */
#ifndef PROTO_CONFIG_TEXT_H
#define PROTO_CONFIG_TEXT_H

#include "util/buf.h"
#include "util/pairs.h"
#include "util/span.h"

/*
 * Appends the options of `text` as Tor reads a torrc: comments are left out,
 * quoted values decoded, lines that end in a backslash joined with the next. A
 * name is as it stands there, with a "+" or "/" at its front; "%include" is
 * one too. A line without a value has the value "". A NUL ends a value.
 */
void config_text_parse(struct span text, struct pairs *options);

/*
 * Appends "Name value\n", the value quoted where it could not be read back
 * else. NULL and "": the name alone.
 */
void config_text_add(struct buf *to, const char *name, const char *value);

#endif
