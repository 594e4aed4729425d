/* Quoted strings as Tor writes and reads them. */
#ifndef PROTO_QUOTED_H
#define PROTO_QUOTED_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The length, quotes included, of the quoted string at the front of `text`;
 * 0 when there is none or it never ends (control-spec 2.1.1: a backslash takes
 * the next byte with it).
 */
size_t quoted_length(struct span text);

/*
 * Appends what a QuotedString or CString stands for: \n \t \r and up to three
 * octal digits as in C, any other escaped byte as itself. False, nothing
 * appended, unless all of `text` is one quoted string.
 */
bool quoted_decode(struct buf *to, struct span text);

/* Appends `value` as a CString that SETCONF takes; it must hold no NUL. */
void quoted_add(struct buf *to, struct span value);

#endif
