/* Text from strangers made harmless for a terminal or a line of output. */
#ifndef UTIL_ESCAPE_H
#define UTIL_ESCAPE_H

#include "util/buf.h"
#include "util/span.h"

/*
 * What stays as it is beside printable characters:
 * ESCAPE_LINE     TAB (one event or error stays one line)
 * ESCAPE_TEXT     TAB and LF (a value of several lines)
 */
enum escape_keep { ESCAPE_LINE, ESCAPE_TEXT };

/*
 * For a terminal: every control byte, DEL, ESC, C1 control, bidirectional
 * control, character that shows nothing, hides or joins (zero-width, soft
 * hyphen, fillers, tags), line or paragraph separator and byte that is not UTF-8
 * is appended as \xNN (one per byte), all else as it is.
 */
void escape_add_terminal(struct buf *to, struct span text,
	enum escape_keep keep);

/*
 * For a line in a pipe: control bytes (but TAB) and DEL as \xNN, every other
 * byte as it is.
 */
void escape_add_controls(struct buf *to, struct span text);

#endif
