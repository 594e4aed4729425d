/* Layout of texts for people: headings and wrapped paragraphs. */
#include "out/layout.h"

#include "out/window.h"
#include "util/escape.h"
#include "util/utf8.h"

enum { LAYOUT_ITEM = 2, LAYOUT_USAGE = 8, LAYOUT_BELOW = 6 };

struct layout layout_of(const struct output *output, struct buf *text)
{
	size_t width = output->terminal ? window_columns(output->fd) :
		LAYOUT_WIDTH;

	return (struct layout){ text, output->color,
		width < LAYOUT_WIDTH ? width : LAYOUT_WIDTH };
}

/* Returns our own text as the locale can show it, possibly stored in `to`. */
static struct span shown(struct buf *to, struct span text)
{
	if (utf8_is_spoken())
		return text;
	escape_add_terminal(to, text, ESCAPE_TEXT);
	return buf_span(to);
}

void layout_heading(const struct layout *to, const char *text)
{
	buf_add_string(to->text, to->color ? style_on(STYLE_HEADING) : "");
	layout_fold(span_of(text), 0, LAYOUT_USAGE, to->width, to->text);
	buf_add_string(to->text, to->color ? style_off(STYLE_HEADING) : "");
	buf_add_char(to->text, '\n');
}

size_t layout_columns(struct span text)
{
	size_t count = 0;
	uint32_t code;

	while (text.len) {
		size_t len = utf8_decode(text.at, text.len, &code);

		count++;
		text = span_from(text, len ? len : 1);
	}
	return count;
}

void layout_wrap(const struct layout *to, const char *text, size_t indent)
{
	struct buf scratch = BUF_INIT;
	struct span rest = shown(&scratch, span_of(text)), line, word;

	while (span_next_line(&rest, &line)) {
		size_t column = 0;

		while (span_next_word(&line, &word)) {
			size_t width = layout_columns(word);

			if (column && column + 1 + width > to->width) {
				buf_add_char(to->text, '\n');
				column = 0;
			}
			if (!column)
				buf_print(to->text, "%*s", (int)indent, "");
			else
				buf_add_char(to->text, ' ');
			column += column ? 1 + width : indent + width;
			buf_add_span(to->text, word);
		}
		buf_add_char(to->text, '\n');
	}
	buf_clear(&scratch);
}

void layout_item(const struct layout *to, const char *label, size_t column,
	const char *text)
{
	struct buf scratch = BUF_INIT;
	struct span name = shown(&scratch, span_of(label));
	size_t used = LAYOUT_ITEM + layout_columns(name);

	buf_print(to->text, "%*s", LAYOUT_ITEM, "");
	buf_add_span(to->text, name);
	buf_clear(&scratch);
	if (2 * column > to->width) {
		buf_add_char(to->text, '\n');
		layout_wrap(to, text, LAYOUT_BELOW);
		return;
	}
	if (used >= column) {
		buf_add_char(to->text, '\n');
		used = 0;
	}
	buf_print(to->text, "%*s", (int)(column - used), "");
	layout_fold(span_of(text), column, column, to->width, to->text);
	buf_add_char(to->text, '\n');
}

/* Returns the next part; "[--count N]" is one part. */
static struct span next_part(struct span *rest)
{
	struct span part;
	size_t len = 0;

	while (rest->len && rest->at[0] == ' ')
		*rest = span_from(*rest, 1);
	for (int depth = 0; len < rest->len && (depth > 0 ||
		rest->at[len] != ' '); len++)
		depth += (rest->at[len] == '[') - (rest->at[len] == ']');
	part = (struct span){ rest->at, len };
	*rest = span_from(*rest, len);
	return part;
}

void layout_fold(struct span line, size_t start, size_t indent, size_t width,
	struct buf *to)
{
	struct buf scratch = BUF_INIT;
	size_t column = start;
	struct span part;
	bool fits;

	line = shown(&scratch, line);
	fits = start + layout_columns(line) <= width;
	part = fits ? line : next_part(&line);
	if (fits)
		line.len = 0;
	for (bool first = true; part.len; part = next_part(&line)) {
		size_t columns = layout_columns(part);

		if (!first && column + 1 + columns > width) {
			buf_print(to, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			buf_add_char(to, ' ');
			column++;
		}
		buf_add_span(to, part);
		column += columns;
		first = false;
	}
	buf_clear(&scratch);
}

void layout_fold_text(struct span text, size_t column, size_t width,
	struct buf *to)
{
	static const char usage[] = "usage: ", below[] = "       ";
	bool in_usage = false, first = true;
	struct span line;

	for (; span_next_line(&text, &line); first = false) {
		size_t indent;

		if (!first)
			buf_add_char(to, '\n');
		in_usage = span_starts(line, usage) ||
			(in_usage && span_starts(line, below));
		indent = in_usage ? sizeof(usage) - 1 : 0;
		while (indent < line.len && line.at[indent] == ' ')
			indent++;
		buf_add(to, line.at, indent);
		layout_fold(span_from(line, indent), column + indent, in_usage ?
			indent + 4 : indent, width, to);
		column = 0;
	}
}
