/* Quoted strings as Tor writes and reads them. */
#ifndef PROTO_QUOTED_H
#define PROTO_QUOTED_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Returns the length, including quotes, of the quoted string at the front of
 * `text`; 0 if there is none or it is not closed. A backslash escapes the next
 * byte (control-spec 2.1.1).
 */
size_t quoted_length(struct span text);

/*
 * Appends the decoded QuotedString or CString: \n \t \r and up to three octal
 * digits as in C; any other escaped byte stands for itself. Returns false,
 * appending nothing, unless all of `text` is one quoted string.
 */
bool quoted_decode(struct buf *to, struct span text);

/* Appends `value` as a CString that SETCONF accepts; it must not hold NUL. */
void quoted_add(struct buf *to, struct span value);

#endif
