/* Hexadecimal, base32 and base64 encoding and decoding. */
#ifndef UTIL_ENCODE_H
#define UTIL_ENCODE_H

#include "util/buf.h"
#include "util/span.h"

/* Appends two upper-case digits per byte. */
void encode_add_hex(struct buf *to, const void *bytes, size_t len);

/*
 * Appends the bytes that `hex` encodes, in either case. Returns false and
 * appends nothing if the number of digits is odd or a character is not a digit.
 */
bool encode_from_hex(struct buf *to, struct span hex);

/* Appends the bytes in base32 (RFC 4648, upper case), without padding. */
void encode_add_base32(struct buf *to, const void *bytes, size_t len);

/* Appends the bytes in base64 (RFC 4648), padded with "=". */
void encode_add_base64(struct buf *to, const void *bytes, size_t len);

/*
 * Append the bytes that the text encodes. Padding is optional; base32 may be in
 * either case. Return false and append nothing unless the text is a valid
 * encoding of whole bytes.
 */
bool encode_from_base32(struct buf *to, struct span text);
bool encode_from_base64(struct buf *to, struct span text);

#endif
