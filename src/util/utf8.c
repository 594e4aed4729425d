/* UTF-8 decoding and validation. */
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t utf8_decode(const char *at, size_t len, uint32_t *code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first;
	uint32_t value;
	size_t need;

	if (!len)
		return 0;
	first = (unsigned char)at[0];
	if (first < 0x80) {
		*code = first;
		return 1;
	}
	need = first >= 0xf8 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 :
		first >= 0xc0 ? 2 : 0;
	if (!need || need > len)
		return 0;
	value = first & (0x7fu >> need);
	for (size_t i = 1; i < need; i++) {
		unsigned char next = (unsigned char)at[i];

		if ((next & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3f);
	}
	if (value < smallest[need] || value > 0x10ffff ||
		(value >= 0xd800 && value <= 0xdfff))
		return 0;
	*code = value;
	return need;
}

/* Returns the length of the ASCII prefix. */
static size_t ascii_run(struct span text)
{
	size_t len = 0;

	while (len < text.len && !((unsigned char)text.at[len] & 0x80))
		len++;
	return len;
}

bool utf8_valid(struct span text)
{
	uint32_t code;

	for (;;) {
		size_t len;

		text = span_from(text, ascii_run(text));
		if (!text.len)
			return true;
		len = utf8_decode(text.at, text.len, &code);
		if (!len)
			return false;
		text = span_from(text, len);
	}
}

void utf8_add_replaced(struct buf *to, struct span text)
{
	uint32_t code;

	while (text.len) {
		size_t len = ascii_run(text);

		if (!len)
			len = utf8_decode(text.at, text.len, &code);
		if (len)
			buf_add(to, text.at, len);
		else
			buf_add_string(to, "\xef\xbf\xbd");
		text = span_from(text, len ? len : 1);
	}
}

/* Returns the value of the first variable that is set (POSIX, section 8.2). */
static const char *first_set(const char *a, const char *b, const char *c)
{
	return a && *a ? a : b && *b ? b : c ? c : "";
}

bool utf8_is_spoken(void)
{
	const char *locale = first_set(getenv("LC_ALL"), getenv("LC_CTYPE"),
		getenv("LANG"));
	const char *codeset = strchr(locale, '.');

	return codeset && (!strncasecmp(codeset, ".utf-8", 6) ||
		!strncasecmp(codeset, ".utf8", 5));
}

/* All non-ASCII characters that torctl itself prints, except for graphs. */
static const struct {
	const char *mark, *ascii;
} marks[] = {
	{ "→", "->" },
	{ "…", "..." },
};

const char *utf8_mark_ascii(struct span character)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_equal(character, marks[i].mark))
			return marks[i].ascii;
	return NULL;
}

const char *utf8_mark(const char *mark)
{
	return utf8_is_spoken() ? mark : utf8_mark_ascii(span_of(mark));
}
