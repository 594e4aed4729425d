/* JSON written directly as text, for data too large to build values from. */
#ifndef UTIL_JSON_TEXT_H
#define UTIL_JSON_TEXT_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends a quoted string (RFC 8259, section 7). Each byte that is not valid
 * UTF-8 becomes U+FFFD; with `ascii`, for a terminal, everything except
 * printable ASCII becomes \uXXXX.
 */
void json_text_add(struct buf *to, struct span text, bool ascii);

/*
 * Returns whether `text`, unchanged, is a JSON number without an exponent: a
 * signed 64-bit integer, as parsers support, or with `fraction` also a number
 * with a decimal point.
 */
bool json_text_is_number(struct span text, bool fraction);

#endif
