/* Bytes as hexadecimal digits and back. */
#ifndef UTIL_ENCODE_H
#define UTIL_ENCODE_H

#include "util/buf.h"
#include "util/span.h"

/* Appends two upper-case digits for every byte. */
void encode_add_hex(struct buf *to, const void *bytes, size_t len);

/*
 * Appends the bytes that `hex` stands for, digits of either case. False, and
 * nothing appended, on an odd count or anything that is no digit.
 */
bool encode_from_hex(struct buf *to, struct span hex);

#endif
