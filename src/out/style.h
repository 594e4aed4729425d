/* The colours of text: their meanings, and the states that have one. */
#ifndef OUT_STYLE_H
#define OUT_STYLE_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Readable on black and on white. A colour is never the only sign. */
enum style {
	STYLE_PLAIN,
	STYLE_KEY,     /* a name before its value, an event's type */
	STYLE_HEADING,
	STYLE_NOTE,    /* text beside the data */
	STYLE_GOOD,
	STYLE_WAITING,
	STYLE_WARNING,
	STYLE_BAD,
	STYLE_WORST,
};

/* Return the sequences that begin a style, and end it; "" for STYLE_PLAIN. */
const char *style_on(enum style style);
const char *style_off(enum style style);

/* Appends the text, in this style if `color`. */
void style_add(struct buf *to, bool color, enum style style, struct span text);

/*
 * Returns the style of a word that is the state of a circuit, stream,
 * connection, guard, descriptor, version or instance, or the level of a log
 * message; STYLE_PLAIN for any other.
 */
enum style style_of_state(struct span word);

#endif
