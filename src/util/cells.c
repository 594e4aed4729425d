/* Display width of text on a terminal. */
#include "util/cells.h"

#include "util/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>

void cells_take(struct span *text, struct cells_glyph *glyph)
{
	unsigned char c = (unsigned char)*text->at;
	uint32_t code = 0;
	size_t len = utf8_decode(text->at, text->len, &code);
	int width = len && MB_CUR_MAX > 1 ? wcwidth((wchar_t)code) : 1;

	glyph->shown = (struct span){ text->at, len ? len : 1 };
	glyph->width = width < 0 ? 1 : (size_t)width;
	if (c < 0x20 || c == 0x7f) {
		glyph->own[0] = '^';
		glyph->own[1] = (char)(c ^ 0x40);
		glyph->shown.at = glyph->own;
		glyph->shown.len = glyph->width = 2;
	} else if (!len || (len > 1 && width < 0)) {
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

void cells_enter_locale(struct cells_locale *locale)
{
	locale->mine = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	/* The locale named in the environment may not be installed. */
	if (!locale->mine && utf8_is_spoken())
		locale->mine = newlocale(LC_CTYPE_MASK, "C.UTF-8",
			(locale_t)0);
	locale->usual = locale->mine ? uselocale(locale->mine) : (locale_t)0;
}

void cells_leave_locale(struct cells_locale *locale)
{
	if (!locale->mine)
		return;
	uselocale(locale->usual);
	freelocale(locale->mine);
}
