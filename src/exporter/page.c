/* The page of metrics: Prometheus' text format 0.0.4. */
#include "exporter/page.h"

#include "util/escape.h"
#include "util/utf8.h"

#include <stdint.h>

enum { VALUE_MAX = 128 };

void page_family(struct buf *page, const char *name, const char *type,
	const char *help)
{
	buf_print(page, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Returns how many bytes the first VALUE_MAX characters of valid UTF-8 have. */
static size_t page_cut(const char *text, size_t len)
{
	uint32_t code;
	size_t at = 0;

	for (size_t n = 0; n < VALUE_MAX && at < len; n++)
		at += utf8_decode(text + at, len - at, &code);
	return at;
}

void page_label(struct buf *page, const char *name, const char *value)
{
	struct buf valid = BUF_INIT, shown = BUF_INIT;

	utf8_add_replaced(&valid, span_of(value));
	buf_truncate(&valid, page_cut(buf_text(&valid), valid.len));
	escape_add_controls(&shown, buf_span(&valid));
	if (page->len && page->data[page->len - 1] != '{')
		buf_add_char(page, ',');
	buf_print(page, "%s=\"", name);
	for (size_t i = 0; i < shown.len; i++) {
		char c = shown.data[i];

		/* escape_add_controls() keeps tabs. */
		if (c == '\t') {
			buf_add_string(page, "\\\\x09");
			continue;
		}
		if (c == '"' || c == '\\')
			buf_add_char(page, '\\');
		buf_add_char(page, c);
	}
	buf_add_char(page, '"');
	buf_clear(&valid);
	buf_clear(&shown);
}
