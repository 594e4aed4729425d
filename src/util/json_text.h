/* JSON written as text, for what is too many to become values first. */
#ifndef UTIL_JSON_TEXT_H
#define UTIL_JSON_TEXT_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Appends a string with its quotes (RFC 8259, 7). Every byte that is not
 * valid UTF-8 becomes U+FFFD; with `ascii`, for a terminal, all beyond
 * printable ASCII is written as \uXXXX.
 */
void json_text_add(struct buf *to, struct span text, bool ascii);

/*
 * Whether `text` as it stands is a JSON number without an exponent: an integer
 * of 64 bits with sign, as parsers have, with `fraction` also one with a decimal
 * point.
 */
bool json_text_is_number(struct span text, bool fraction);

#endif
