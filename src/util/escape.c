/* Escaping of untrusted text for terminals and output lines. */
#include "util/escape.h"

#include "util/utf8.h"
#include "util/word.h"

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
 * Characters that move, hide or reorder their neighbours, or are invisible: C1
 * controls, bidirectional controls, line and paragraph separators, and
 * characters that Unicode lists as Default_Ignorable, except the two variation
 * selectors that choose between text and emoji style.
 */
static bool is_deceptive(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x80, 0x9f }, { 0xad, 0xad }, { 0x34f, 0x34f },
		{ 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0d },
		{ 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },
		{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff },
	};
	size_t i = 0;

	while (i + 1 < sizeof(ranges) / sizeof(*ranges) &&
		code > ranges[i].last)
		i++;
	return code >= ranges[i].first && code <= ranges[i].last;
}

/* Returns whether the terminal can show the text's characters. */
static bool is_shown(struct span text)
{
	size_t i = 0;

	while (i < text.len && (unsigned char)text.at[i] < 0x80)
		i++;
	return i == text.len || utf8_is_spoken();
}

/* Returns the length of the harmless prefix in bytes. */
static size_t harmless_run(struct span text, enum escape_keep keep, bool utf8)
{
	size_t at = 0;
	uint32_t code;

	while (at < text.len) {
		unsigned char c = (unsigned char)text.at[at];
		size_t len = 1;

		if (c >= 0x80) {
			len = utf8_decode(text.at + at, text.len - at, &code);
			if (!len || !utf8 || is_deceptive(code))
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
	bool utf8 = is_shown(text);
	const char *mark;
	uint32_t code;

	while (text.len) {
		size_t len = harmless_run(text, keep, utf8);

		buf_add(to, text.at, len);
		text = span_from(text, len);
		if (!text.len)
			break;
		len = utf8_decode(text.at, text.len, &code);
		if (!len)
			len = 1;
		mark = utf8 ? NULL :
			utf8_mark_ascii((struct span){ text.at, len });
		if (mark)
			buf_add_string(to, mark);
		else
			add_hex(to, (struct span){ text.at, len });
		text = span_from(text, len);
	}
}

void escape_add_controls(struct buf *to, struct span text)
{
	size_t start = 0, i = 0;

	while (i < text.len) {
		if (text.len - i >= 8) {
			uint64_t word = word_load(text.at + i);
			uint64_t found = word_below(word, ' ') |
				word_equal(word, 0x7f);

			i += found ? word_first(found) : 8;
			if (!found)
				continue;
		}
		if (is_control((unsigned char)text.at[i]) &&
			text.at[i] != '\t') {
			buf_add(to, text.at + start, i - start);
			add_hex(to, (struct span){ text.at + i, 1 });
			start = i + 1;
		}
		i++;
	}
	buf_add_span(to, span_from(text, start));
}
