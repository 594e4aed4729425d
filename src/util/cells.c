/* Display width of text on a terminal. */
#include "util/cells.h"

#include "util/utf8.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

/* A single-byte locale may have a byte for the character. */
static bool is_own_byte(unsigned char c)
{
	wint_t wide = btowc(c);

	return wide != WEOF && iswprint(wide);
}

void cells_take(struct span *text, struct cells_glyph *glyph)
{
	unsigned char c = (unsigned char)*text->at;
	uint32_t code = 0;
	bool single = c >= 0x80 && MB_CUR_MAX == 1, own = single &&
		is_own_byte(c);
	size_t len = own ? 1 : utf8_decode(text->at, text->len, &code);
	int width = len && !single ? wcwidth((wchar_t)code) : 1;

	glyph->shown = (struct span){ text->at, len ? len : 1 };
	glyph->width = width < 0 ? 1 : (size_t)width;
	if (c < 0x20 || c == 0x7f) {
		glyph->own[0] = '^';
		glyph->own[1] = (char)(c ^ 0x40);
		glyph->shown.at = glyph->own;
		glyph->shown.len = glyph->width = 2;
	} else if (!len || (len > 1 && (single || width < 0))) {
		/* Invalid, or not printable in this locale. */
		glyph->own[0] = '?';
		glyph->shown = (struct span){ glyph->own, 1 };
	}
	*text = span_from(*text, len ? len : 1);
}

size_t cells_width(struct span text)
{
	struct cells_glyph glyph;
	size_t width = 0;

	while (text.len) {
		cells_take(&text, &glyph);
		width += glyph.width;
	}
	return width;
}

size_t cells_fit(struct span text, size_t width)
{
	struct span rest = text;
	struct cells_glyph glyph;
	size_t fits = 0;

	while (rest.len) {
		cells_take(&rest, &glyph);
		if (glyph.width > width)
			break;
		width -= glyph.width;
		fits = text.len - rest.len;
	}
	return fits;
}

size_t cells_first(struct span text)
{
	struct span rest = text;
	struct cells_glyph glyph;
	size_t first = 0;

	while (rest.len) {
		cells_take(&rest, &glyph);
		if (first && glyph.width)
			break;
		first = text.len - rest.len;
	}
	return first;
}

size_t cells_last(struct span text)
{
	size_t at = 0, len;

	while (at < text.len) {
		len = cells_first(span_from(text, at));
		if (at + len >= text.len)
			break;
		at += len;
	}
	return at;
}

/* The C locale has no characters beyond ASCII, which libc calls so. */
static bool is_ascii_only(void)
{
	const char *codeset = nl_langinfo(CODESET);

	return !strcmp(codeset, "ANSI_X3.4-1968") ||
		!strcmp(codeset, "US-ASCII") || !strcmp(codeset, "ASCII");
}

void cells_use_locale(void)
{
	const char *all = getenv("LC_ALL");
	bool found = setlocale(LC_CTYPE, "");

	if (!found && utf8_is_spoken()) {
		setlocale(LC_CTYPE, "C.UTF-8");
	} else if (found && is_ascii_only() && (!all || !*all) &&
		setlocale(LC_CTYPE, "C.UTF-8")) {
		/* Line editors, pagers and the like read the name. */
		setenv("LC_CTYPE", "C.UTF-8", 1);
	}
}
