/* UTF-8 decoding and validation. */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes one character at `at` (RFC 3629: shortest form only, no surrogates,
 * at most U+10FFFF). Stores the code point and returns its length in bytes, or
 * 0 if there is no valid character.
 */
size_t utf8_decode(const char *at, size_t len, uint32_t *code);

bool utf8_valid(struct span text);

/* Appends `text`, replacing each byte that is not valid UTF-8 with U+FFFD. */
void utf8_add_replaced(struct buf *to, struct span text);

/*
 * Returns whether the user's locale uses UTF-8. Looks only at the environment,
 * because asking the C library would load the locale.
 */
bool utf8_is_spoken(void);

/*
 * Returns one of torctl's own marks, "→" or "…", as it is shown: unchanged, or
 * "->" or "..." unless the locale uses UTF-8.
 */
const char *utf8_mark(const char *mark);

/* Returns the ASCII form of the character there if it is a mark. */
const char *utf8_mark_ascii(struct span character);

#endif
