/* How text lies on the screen: cells, wrapped rows, and what stands for it. */
#include "shell/editor_cells.h"

#include "util/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define TAB_STOP 8

/* One character as it is shown; it points into the text or at `own`. */
struct glyph {
	struct span shown;
	size_t width;
	char own[2];
};

/* Takes one character off the front of `text`. */
static void take_glyph(struct span *text, struct glyph *glyph)
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
		/* No character, or none that this terminal would show. */
		glyph->own[0] = '?';
		glyph->shown = (struct span){ glyph->own, 1 };
	}
	*text = span_from(*text, len ? len : 1);
}

static void add_cells(struct editor_cells *at, struct span shown, size_t width,
	size_t columns, struct buf *to)
{
	if (at->column + width > columns) {
		at->row++;
		at->column = 0;
	}
	at->column += width;
	if (at->column >= columns) {
		at->row++;
		at->column = 0;
	}
	if (to)
		buf_add_span(to, shown);
}

void editor_cells_add(struct editor_cells *at, struct span text,
	size_t columns, struct buf *to)
{
	struct glyph glyph;

	while (text.len) {
		if (*text.at == '\t') {
			do {
				add_cells(at, span_of(" "), 1, columns, to);
			} while (at->column % TAB_STOP);
			text = span_from(text, 1);
			continue;
		}
		take_glyph(&text, &glyph);
		/* The two of ^X may come to stand on two rows. */
		if (glyph.shown.at == glyph.own && glyph.shown.len == 2) {
			add_cells(at, span_of("^"), 1, columns, to);
			glyph.shown = (struct span){ glyph.own + 1, 1 };
			glyph.width = 1;
		}
		add_cells(at, glyph.shown, glyph.width, columns, to);
	}
}

void editor_cells_add_prompt(struct editor_cells *at, const char *prompt,
	size_t columns, struct buf *to)
{
	while (*prompt) {
		size_t len = strcspn(prompt, "\001");

		editor_cells_add(at, (struct span){ prompt, len }, columns, to);
		prompt += len;
		if (!*prompt)
			break;
		len = strcspn(++prompt, "\002");
		if (to)
			buf_add(to, prompt, len);
		prompt += len + (prompt[len] != '\0');
	}
}

struct editor_cells editor_cells_place(const char *prompt, struct span text,
	size_t columns)
{
	struct editor_cells at = { 0, 0 };

	editor_cells_add_prompt(&at, prompt, columns, NULL);
	editor_cells_add(&at, text, columns, NULL);
	return at;
}

size_t editor_cells_width(struct span text)
{
	struct glyph glyph;
	size_t width = 0;

	while (text.len) {
		take_glyph(&text, &glyph);
		width += glyph.width;
	}
	return width;
}

size_t editor_cells_fit(struct span text, size_t width)
{
	struct span rest = text;
	struct glyph glyph;
	size_t fits = 0;

	while (rest.len) {
		take_glyph(&rest, &glyph);
		if (glyph.width > width)
			break;
		width -= glyph.width;
		fits = text.len - rest.len;
	}
	return fits;
}

size_t editor_cells_first(struct span text)
{
	struct span rest = text;
	struct glyph glyph;
	size_t first = 0;

	while (rest.len) {
		take_glyph(&rest, &glyph);
		if (first && glyph.width)
			break;
		first = text.len - rest.len;
	}
	return first;
}

size_t editor_cells_last(struct span text)
{
	size_t at = 0, len;

	while (at < text.len) {
		len = editor_cells_first(span_from(text, at));
		if (at + len >= text.len)
			break;
		at += len;
	}
	return at;
}

size_t editor_cells_rows(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row ?
		size.ws_row : 24;
}

size_t editor_cells_columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ?
		size.ws_col : 80;
}
