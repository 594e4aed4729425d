/* The text of a torrc: one option and its value per line. */
#include "proto/config_text.h"

#include "proto/quoted.h"
#include "util/encode.h"
#include "util/text.h"

#include <string.h>

static struct span skip_blanks(struct span text)
{
	while (text.len && text_is_blank(*text.at))
		text = span_from(text, 1);
	return text;
}

static void drop_blanks_behind(struct buf *value)
{
	while (value->len && text_is_blank(value->data[value->len - 1]))
		buf_truncate(value, value->len - 1);
}

/* Takes the next line of `rest`, skipping lines that are only a comment. */
static bool next_of_value(struct span *rest, struct span *line)
{
	while (span_next_line(rest, line)) {
		struct span start = skip_blanks(*line);

		if (!start.len || *start.at != '#')
			return true;
	}
	return false;
}

/* Joins lines that end in a backslash; a "#" ends the value. */
static void read_plain(struct span line, struct span *rest, struct buf *value)
{
	for (;;) {
		const char *comment = line.len ?
			memchr(line.at, '#', line.len) : NULL;
		bool goes_on = !comment && line.len &&
			line.at[line.len - 1] == '\\';

		if (comment)
			line.len = (size_t)(comment - line.at);
		line.len -= goes_on;
		buf_add_span(value, line);
		if (!goes_on || !next_of_value(rest, &line))
			break;
	}
	drop_blanks_behind(value);
}

/* Tor decodes more escapes in a torrc than quoted_decode() does: \xHH. */
static bool decode(struct buf *value, struct span text)
{
	struct buf octal = BUF_INIT_SECRET, byte = BUF_INIT_SECRET;
	bool ok;

	for (size_t i = 0; i < text.len; i++) {
		bool escape = text.at[i] == '\\' && i + 1 < text.len;

		if (escape && text_lower(text.at[i + 1]) == 'x' && i + 3 <
			text.len && encode_from_hex(&byte,
			(struct span){ text.at + i + 2, 2 })) {
			buf_print(&octal, "\\%03o",
				(unsigned)(unsigned char)byte.data[0]);
			buf_reset(&byte);
			i += 3;
		} else {
			buf_add(&octal, text.at + i, 1U + escape);
			i += escape;
		}
	}
	ok = quoted_decode(value, buf_span(&octal));
	buf_clear(&octal);
	buf_clear(&byte);
	return ok;
}

static void read_value(struct span line, struct span *rest, struct buf *value)
{
	size_t len;

	line = skip_blanks(line);
	len = quoted_length(line);
	if (!len || !decode(value, (struct span){ line.at, len }))
		read_plain(line, rest, value);
}

static struct span read_name(struct span line)
{
	struct span name = { line.at, 0 };

	while (name.len < line.len && line.at[name.len] != '#' &&
		!text_is_blank(line.at[name.len]))
		name.len++;
	return name;
}

void config_text_parse(struct span text, struct pairs *options)
{
	struct buf value = BUF_INIT_SECRET;
	struct span line, name, decoded;

	while (span_next_line(&text, &line)) {
		line = skip_blanks(line);
		name = read_name(line);
		if (!name.len)
			continue;
		read_value(span_from(line, name.len), &text, &value);
		decoded = buf_span(&value);
		if (!decoded.len)
			decoded = span_of("");
		pairs_add(options, name, &decoded);
		buf_reset(&value);
	}
	buf_clear(&value);
}

/* Returns the byte of a \xHH or octal escape, after its backslash; or -1. */
static int escaped_byte(struct span text)
{
	struct buf byte = BUF_INIT;
	int value = -1;

	if (text.len > 2 && text_lower(*text.at) == 'x' && encode_from_hex(
		&byte, (struct span){ text.at + 1, 2 }))
		value = (unsigned char)byte.data[0];
	buf_clear(&byte);
	for (size_t i = 0; i < 3 && i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '7')
			break;
		value = (i ? value * 8 : 0) + text.at[i] - '0';
	}
	return value;
}

/* Like decode(), without the value. */
static bool has_line_end(struct span value)
{
	bool quoted = value.len && *value.at == '"';

	for (size_t i = quoted; i < value.len; i++) {
		struct span rest = span_from(value, i + 1);
		int byte;

		if (value.at[i] == '\r')
			return true;
		if (value.at[i] == (quoted ? '"' : '#'))
			break;
		if (!quoted || value.at[i] != '\\' || !rest.len)
			continue;
		byte = escaped_byte(rest);
		if (*rest.at == 'n' || *rest.at == 'r' || byte == '\n' ||
			byte == '\r')
			return true;
		i++;
	}
	return false;
}

size_t config_text_find_line_end(struct span text, struct span *name)
{
	struct span line;

	for (size_t number = 1; span_next_line(&text, &line); number++) {
		line = skip_blanks(line);
		*name = read_name(line);
		if (name->len && has_line_end(skip_blanks(span_from(line,
			name->len))))
			return number;
	}
	return 0;
}

/* Returns whether Tor would read these bytes back unchanged. */
static bool is_plain(const char *value)
{
	size_t len = strlen(value);

	if (*value == '"' || text_is_blank(value[0]) ||
		text_is_blank(value[len - 1]) || value[len - 1] == '\\')
		return false;
	for (; *value; value++)
		if (*value == '#' || *value == 0x7f ||
			((unsigned char)*value < ' ' && *value != '\t'))
			return false;
	return true;
}

void config_text_add(struct buf *to, const char *name, const char *value)
{
	buf_add_string(to, name);
	if (value && *value) {
		buf_add_char(to, ' ');
		if (is_plain(value))
			buf_add_string(to, value);
		else
			quoted_add(to, span_of(value));
	}
	buf_add_char(to, '\n');
}
