/* Text from strangers made harmless for a terminal or a line of output. */
#include "util/escape.h"

#include "util/utf8.h"

#include <string.h>

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

static void add_hex(struct buf *to, struct span bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		buf_print(to, "\\x%02x", (unsigned char)bytes.at[i]);
}

/*
 * Characters that move, hide or turn round what stands beside them: C1
 * controls, the bidirectional controls, separators of lines and paragraphs,
 * zero-width and tag characters.
 */
static bool is_deceptive(uint32_t code)
{
	return (code >= 0x80 && code <= 0x9f) || code == 0xad ||
		code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
		(code >= 0x2028 && code <= 0x202e) ||
		(code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
		(code >= 0xfff9 && code <= 0xfffb) ||
		(code >= 0xe0000 && code <= 0xe007f);
}

/* How many bytes at the front are harmless. */
static size_t harmless_run(struct span text, enum escape_keep keep)
{
	size_t at = 0;
	uint32_t code;

	while (at < text.len) {
		unsigned char c = (unsigned char)text.at[at];
		size_t len = 1;

		if (c >= 0x80) {
			len = utf8_decode(text.at + at, text.len - at, &code);
			if (!len || is_deceptive(code))
				break;
		} else if (is_control(c) && c != '\t' &&
			!(c == '\n' && keep == ESCAPE_TEXT)) {
			break;
		}
		at += len;
	}
	return at;
}

void escape_add_terminal(struct buf *to, struct span text,
	enum escape_keep keep)
{
	uint32_t code;

	while (text.len) {
		size_t len = harmless_run(text, keep);

		buf_add(to, text.at, len);
		text = span_from(text, len);
		if (!text.len)
			break;
		len = utf8_decode(text.at, text.len, &code);
		if (!len)
			len = 1;
		add_hex(to, (struct span){ text.at, len });
		text = span_from(text, len);
	}
}

/*
 * Whether one of eight bytes might be a control byte or DEL: (b - 0x20) and
 * (b ^ 0x7f) - 1 borrow into the top bit just then, for bytes below 0x80. A
 * byte above may be taken for one; it is looked at again.
 */
static bool may_hold_control(const char *bytes)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return ((word - ones * 0x20) | ((word ^ ones * 0x7f) - ones)) & tops;
}

void escape_add_controls(struct buf *to, struct span text)
{
	size_t start = 0, i = 0;

	while (i < text.len) {
		unsigned char c = (unsigned char)text.at[i];

		if (text.len - i >= 8 && !may_hold_control(text.at + i)) {
			i += 8;
			continue;
		}
		if (is_control(c) && c != '\t') {
			buf_add(to, text.at + start, i - start);
			add_hex(to, (struct span){ text.at + i, 1 });
			start = i + 1;
		}
		i++;
	}
	buf_add_span(to, span_from(text, start));
}
