/* JSON written directly as text, for data too large to build values from. */
#include "util/json_text.h"

#include "util/text.h"
#include "util/utf8.h"

#include <limits.h>
#include <string.h>

static void add_code(struct buf *to, uint32_t code)
{
	if (code >= 0x10000)
		buf_print(to, "\\u%04x\\u%04x",
			(unsigned)(0xd800 + ((code - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((code - 0x10000) & 0x3ff)));
	else
		buf_print(to, "\\u%04x", (unsigned)code);
}

static void add_control(struct buf *to, unsigned char c)
{
	static const char from[] = "\"\\\n\r\t\b\f", letters[] = "\"\\nrtbf";
	const char *at = c ? strchr(from, c) : NULL;

	if (at) {
		buf_add_char(to, '\\');
		buf_add_char(to, letters[at - from]);
	} else {
		add_code(to, c);
	}
}

/* Appends the first character, valid UTF-8 or not; returns its length. */
static size_t add_wide(struct buf *to, struct span text, bool ascii)
{
	uint32_t code;
	size_t len = utf8_decode(text.at, text.len, &code);

	if (ascii)
		add_code(to, len ? code : 0xfffd);
	else if (len)
		buf_add(to, text.at, len);
	else
		buf_add_string(to, "\xef\xbf\xbd");
	return len ? len : 1;
}

/*
 * Returns whether one of eight bytes may be below ' ', a quote, a backslash or
 * not ASCII. DEL is a false positive, which only costs a second check.
 */
static bool may_be_special(const char *bytes)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t word, quote, backslash;

	memcpy(&word, bytes, sizeof(word));
	quote = word ^ ones * '"';
	backslash = word ^ ones * '\\';
	return (word | (word - ones * ' ') | (quote - ones) |
		(backslash - ones) | (word + ones)) & tops;
}

static bool is_special(char c)
{
	return (unsigned char)c < ' ' || (unsigned char)c >= 0x7f ||
		c == '"' || c == '\\';
}

static size_t plain_run(struct span text)
{
	size_t len = 0;

	for (;;) {
		while (text.len - len >= 8 && !may_be_special(text.at + len))
			len += 8;
		for (int i = 0; i < 8; i++, len++)
			if (len == text.len || is_special(text.at[len]))
				return len;
	}
}

void json_text_add(struct buf *to, struct span text, bool ascii)
{
	buf_add_char(to, '"');
	for (;;) {
		size_t len = plain_run(text);
		unsigned char c;

		buf_add(to, text.at, len);
		text = span_from(text, len);
		if (!text.len)
			break;
		c = (unsigned char)text.at[0];
		len = 1;
		if (c >= 0x80)
			len = add_wide(to, text, ascii);
		else if (c == 0x7f && !ascii)
			buf_add_char(to, (char)c);
		else
			add_control(to, c);
		text = span_from(text, len);
	}
	buf_add_char(to, '"');
}

bool json_text_is_number(struct span text, bool fraction)
{
	bool minus = text.len && text.at[0] == '-';
	struct span digits = span_from(text, minus), whole = digits;
	const char *point = fraction && digits.len ?
		memchr(digits.at, '.', digits.len) : NULL;
	unsigned long long number;

	if (point) {
		whole.len = (size_t)(point - digits.at);
		digits = span_from(digits, whole.len + 1);
		if (!digits.len)
			return false;
		for (size_t i = 0; i < digits.len; i++)
			if (!text_is_digit(digits.at[i]))
				return false;
	}
	if (whole.len > 1 && whole.at[0] == '0')
		return false;
	return span_number(whole, &number) &&
		number <= (unsigned long long)LLONG_MAX + minus;
}
