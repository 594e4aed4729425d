/* Help texts: headings, and paragraphs that fit a screen. */
#include "cmd/help.h"

#include "util/span.h"
#include "util/utf8.h"

void help_heading(bool color, const char *text, struct buf *to)
{
	buf_print(to, color ? "\x1b[1m%s\x1b[0m\n" : "%s\n", text);
}

size_t help_columns(struct span text)
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

void help_wrap(const char *text, int indent, struct buf *to)
{
	struct span rest = span_of(text), line, word;

	while (span_next_line(&rest, &line)) {
		size_t column = 0;

		while (span_next_word(&line, &word)) {
			size_t width = help_columns(word);

			if (column && column + 1 + width > HELP_WIDTH) {
				buf_add_char(to, '\n');
				column = 0;
			}
			if (!column)
				buf_print(to, "%*s", indent, "");
			else
				buf_add_char(to, ' ');
			column += column ? 1 + width :
				(size_t)indent + width;
			buf_add_span(to, word);
		}
		buf_add_char(to, '\n');
	}
}
