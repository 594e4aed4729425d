/* Quoted strings as Tor writes and reads them. */
#include "proto/quoted.h"

size_t quoted_length(struct span text)
{
	if (!text.len || text.at[0] != '"')
		return 0;
	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i] == '"')
			return i + 1;
		if (text.at[i] == '\\')
			i++;
	}
	return 0;
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* Appends the byte for an escape after its backslash; returns its length. */
static size_t decode_escape(struct buf *to, struct span text)
{
	unsigned value = 0;
	size_t len = 0;
	char c = text.at[0];

	if (!is_octal(c)) {
		buf_add_char(to, (char)(c == 'n' ? '\n' : c == 't' ? '\t' :
			c == 'r' ? '\r' : c));
		return 1;
	}
	while (len < 3 && len < text.len && is_octal(text.at[len]) &&
		value * 8 + (unsigned)(text.at[len] - '0') <= 0xff)
		value = value * 8 + (unsigned)(text.at[len++] - '0');
	buf_add_char(to, (char)value);
	return len;
}

bool quoted_decode(struct buf *to, struct span text)
{
	if (text.len < 2 || quoted_length(text) != text.len)
		return false;
	for (size_t i = 1; i < text.len - 1; i++) {
		if (text.at[i] != '\\') {
			buf_add_char(to, text.at[i]);
			continue;
		}
		i += decode_escape(to, (struct span){ text.at + i + 1,
			text.len - i - 2 });
	}
	return true;
}

void quoted_add(struct buf *to, struct span value)
{
	buf_add_char(to, '"');
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.at[i];

		if (c == '"' || c == '\\')
			buf_print(to, "\\%c", c);
		else if (c == '\n')
			buf_add_string(to, "\\n");
		else if (c == '\r')
			buf_add_string(to, "\\r");
		else if (c == '\t')
			buf_add_string(to, "\\t");
		else if (c < 0x20 || c == 0x7f)
			buf_print(to, "\\%03o", c);
		else
			buf_add_char(to, (char)c);
	}
	buf_add_char(to, '"');
}
