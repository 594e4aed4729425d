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

void escape_add_controls(struct buf *to, struct span text)
{
	size_t start = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (!is_control(c) || c == '\t')
			continue;
		buf_add(to, text.at + start, i - start);
		add_hex(to, (struct span){ text.at + i, 1 });
		start = i + 1;
	}
	buf_add_span(to, span_from(text, start));
}
