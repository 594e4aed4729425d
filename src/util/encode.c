/* Hexadecimal, base32 and base64 encoding and decoding. */
#include "util/encode.h"

#include "util/text.h"

#include <string.h>

static int digit_value(char c)
{
	c = text_lower(c);
	if (text_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void encode_add_hex(struct buf *to, const void *bytes, size_t len)
{
	static const char digits[] = "0123456789ABCDEF";
	const unsigned char *byte = bytes;

	buf_reserve(to, len * 2);
	for (size_t i = 0; i < len; i++) {
		buf_add_char(to, digits[byte[i] >> 4]);
		buf_add_char(to, digits[byte[i] & 0xf]);
	}
}

bool encode_from_hex(struct buf *to, struct span hex)
{
	if (hex.len % 2)
		return false;
	for (size_t i = 0; i < hex.len; i++)
		if (digit_value(hex.at[i]) < 0)
			return false;
	for (size_t i = 0; i < hex.len; i += 2)
		buf_add_char(to, (char)(digit_value(hex.at[i]) << 4 |
			digit_value(hex.at[i + 1])));
	return true;
}

/*
 * An alphabet of `bits` bits per digit; padding makes the number of digits a
 * multiple of `unit`.
 */
struct base {
	const char *digits;
	unsigned bits;
	unsigned unit;
	bool any_case;
};

static const struct base base32 = { "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 8,
	true };
static const struct base base64 = { "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	"abcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4, false };

static void add_base(struct buf *to, const struct base *base,
	const unsigned char *bytes, size_t len)
{
	unsigned held = 0, value = 0;

	/* Reserve at once: growing would leave copies of what may be secret. */
	buf_reserve(to, len * 8 / base->bits + 1);
	for (size_t i = 0; i < len; i++) {
		value = (value << 8 | bytes[i]) & 0xffff;
		for (held += 8; held >= base->bits; held -= base->bits)
			buf_add_char(to, base->digits[value >> (held -
				base->bits) & ((1U << base->bits) - 1)]);
	}
	if (held)
		buf_add_char(to, base->digits[value << (base->bits - held) &
			((1U << base->bits) - 1)]);
}

static int base_value(const struct base *base, char c)
{
	const char *at;

	if (base->any_case && c >= 'a' && c <= 'z')
		c = (char)(c - ('a' - 'A'));
	at = c ? strchr(base->digits, c) : NULL;
	return at ? (int)(at - base->digits) : -1;
}

static bool from_base(struct buf *to, const struct base *base,
	struct span text)
{
	size_t before = to->len, whole = text.len;
	unsigned held = 0, value = 0;

	while (text.len && text.at[text.len - 1] == '=')
		text.len--;
	if (text.len != whole && (whole % base->unit ||
		whole - text.len >= base->unit))
		return false;
	buf_reserve(to, text.len);
	for (size_t i = 0; i < text.len; i++) {
		int digit = base_value(base, text.at[i]);

		if (digit < 0) {
			buf_truncate(to, before);
			return false;
		}
		value = (value << base->bits | (unsigned)digit) & 0xffff;
		held += base->bits;
		if (held < 8)
			continue;
		held -= 8;
		buf_add_char(to, (char)(value >> held & 0xff));
	}
	/* Reject an excess digit, and trailing bits that are not zero. */
	if (held < base->bits && !(value & ((1U << held) - 1)))
		return true;
	buf_truncate(to, before);
	return false;
}

void encode_add_base32(struct buf *to, const void *bytes, size_t len)
{
	add_base(to, &base32, bytes, len);
}

void encode_add_base64(struct buf *to, const void *bytes, size_t len)
{
	static const char padding[] = "==";

	add_base(to, &base64, bytes, len);
	buf_add(to, padding, (3 - len % 3) % 3);
}

bool encode_from_base32(struct buf *to, struct span text)
{
	return from_base(to, &base32, text);
}

bool encode_from_base64(struct buf *to, struct span text)
{
	return from_base(to, &base64, text);
}
