/* Escaping of untrusted text for terminals and output lines. */
#ifndef UTIL_ESCAPE_H
#define UTIL_ESCAPE_H

#include "util/buf.h"
#include "util/span.h"

/*
 * What is kept in addition to printable characters:
 * ESCAPE_LINE     tab (an event or error stays on one line)
 * ESCAPE_TEXT     tab and LF (a multi-line value)
 */
enum escape_keep { ESCAPE_LINE, ESCAPE_TEXT };

/*
 * Appends text for a terminal. Control bytes, DEL, ESC, C1 controls,
 * bidirectional controls, invisible, hiding or joining characters (zero-width,
 * soft hyphen, fillers, tags), line and paragraph separators, and bytes that
 * are not UTF-8 become \xNN, one per byte. Everything else is unchanged, but
 * unless the locale uses UTF-8 only ASCII is: our own marks (see utf8_mark())
 * become their ASCII forms, other characters \xNN.
 */
void escape_add_terminal(struct buf *to, struct span text,
	enum escape_keep keep);

/*
 * Appends text for a line in a pipe: control bytes (except tab) and DEL become
 * \xNN; all other bytes are unchanged.
 */
void escape_add_controls(struct buf *to, struct span text);

#endif
