/* UTF-8: what is a character, and what is only bytes. */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads one character (RFC 3629: shortest form only, no surrogates, at most
 * U+10FFFF) at `at`. Returns its length in bytes and stores the code point,
 * or 0 when no valid character starts there.
 */
size_t utf8_decode(const char *at, size_t len, uint32_t *code);

bool utf8_valid(struct span text);

/* Appends `text` with U+FFFD for every byte that is not valid UTF-8. */
void utf8_add_replaced(struct buf *to, struct span text);

/*
 * Whether the user's locale is one of UTF-8, by the environment alone: asking
 * the C library would load the locale.
 */
bool utf8_is_spoken(void);

#endif
