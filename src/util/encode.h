/* Bytes as hexadecimal digits, base32 or base64, and back. */
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

/* Appends them in base32 (RFC 4648, capitals), without padding. */
void encode_add_base32(struct buf *to, const void *bytes, size_t len);

/* Appends them in base64 (RFC 4648), padded with "=". */
void encode_add_base64(struct buf *to, const void *bytes, size_t len);

/*
 * Append the bytes that the text stands for; padding may be missing, and
 * base32 may be in either case. False, and nothing appended, on anything that
 * such bytes are never written as.
 */
bool encode_from_base32(struct buf *to, struct span text);
bool encode_from_base64(struct buf *to, struct span text);

#endif
