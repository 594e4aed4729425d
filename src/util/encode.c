/* Bytes as hexadecimal digits and back. */
#include "util/encode.h"

#include "util/text.h"

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
