/* Details of one item: lines for people, one JSON object for programs. */
#include "out/details.h"

#include "out/layout.h"
#include "out/window.h"
#include "proto/event_json.h"
#include "util/cells.h"
#include "util/escape.h"

#include <stdarg.h>
#include <string.h>

/* In cells. A value begins GAP after the widest label. */
enum { INDENT = 2, LABEL = 11, GAP = 2, NARROWEST = 10 };

void details_begin(struct details *details, struct result *result,
	const struct output *output)
{
	result->shape = RESULT_FIELDS;
	*details = (struct details){
		.text = &result->text,
		.terminal = output->terminal,
		.color = output->color,
		.columns = output->terminal ? window_columns(output->fd) : 0,
		.label = LABEL,
	};
	if (output->form == OUTPUT_JSON) {
		details->json = result_json(result, output);
		json_open_object(&details->json);
	}
}

/* ---- text */

/* Escapes the text and replaces TABs with blanks. */
static struct span harmless(struct details *details, struct span text)
{
	buf_reset(&details->scratch);
	if (details->terminal)
		escape_add_terminal(&details->scratch, text, ESCAPE_LINE);
	else
		escape_add_controls(&details->scratch, text);
	for (size_t i = 0; i < details->scratch.len; i++)
		if (details->scratch.data[i] == '\t')
			details->scratch.data[i] = ' ';
	return buf_span(&details->scratch);
}

void details_heading(struct details *details, struct span text)
{
	const struct layout layout = { details->text, details->color,
		SIZE_MAX };

	if (details->json.to)
		return;
	text = harmless(details, text);
	if (details->columns && cells_width(text) > details->columns)
		text.len = cells_fit(text, details->columns);
	buf_truncate(&details->scratch, text.len);
	layout_heading(&layout, buf_text(&details->scratch));
}

static void add_indent(struct details *details, size_t width)
{
	memset(buf_reserve(details->text, width), ' ', width);
	details->text->len += width;
	details->text->data[details->text->len] = '\0';
}

static size_t value_column(const struct details *details)
{
	return INDENT + details->label + GAP;
}

/* Adds a word after the `*used` cells of a line that is `room` cells wide. */
static void add_word(struct details *details, struct span word, size_t room,
	size_t *used)
{
	size_t width = cells_width(word);

	if (*used && *used + 1 + width > room) {
		buf_add_char(details->text, '\n');
		add_indent(details, value_column(details));
		*used = 0;
	} else if (*used) {
		buf_add_char(details->text, ' ');
		++*used;
	}
	/* A word longer than a line is broken anywhere. */
	while (width > room) {
		size_t len = cells_fit(word, room);

		buf_add_span(details->text, (struct span){ word.at, len });
		buf_add_char(details->text, '\n');
		add_indent(details, value_column(details));
		word = span_from(word, len);
		width = cells_width(word);
	}
	buf_add_span(details->text, word);
	*used += width;
}

void details_line(struct details *details, const char *label, struct span value)
{
	details_styled(details, label, STYLE_PLAIN, value);
}

void details_styled(struct details *details, const char *label,
	enum style style, struct span value)
{
	size_t column = value_column(details), used = 0;
	size_t room = details->columns > column + NARROWEST ?
		details->columns - column : NARROWEST;
	struct span text, word;

	if (details->json.to || !value.len)
		return;
	buf_print(details->text, "%*s%-*s%*s", INDENT, "", (int)details->label,
		label, GAP, "");
	text = harmless(details, value);
	buf_add_string(details->text, details->color ? style_on(style) : "");
	if (details->columns)
		while (span_next_word(&text, &word))
			add_word(details, word, room, &used);
	else
		buf_add_span(details->text, text);
	buf_add_string(details->text, details->color ? style_off(style) : "");
	buf_add_char(details->text, '\n');
}

void details_print(struct details *details, const char *label,
	const char *format, ...)
{
	struct buf value = BUF_INIT;
	va_list args;

	if (details->json.to)
		return;
	va_start(args, format);
	buf_vprint(&value, format, args);
	va_end(args);
	details_line(details, label, buf_span(&value));
	buf_clear(&value);
}

/* ---- JSON */

struct json *details_object(struct details *details)
{
	return details->json.to ? &details->json : NULL;
}

struct json *details_value(struct details *details, const char *name)
{
	struct json *to = details_object(details);

	if (to)
		json_add_name(to, name);
	return to;
}

void details_member(struct details *details, const char *name,
	enum event_value_type type, struct span value)
{
	struct json *to = value.len ? details_value(details, name) : NULL;

	if (to)
		event_json_add_value(to, type, value);
}

void details_number(struct details *details, const char *name,
	unsigned long long number)
{
	struct json *to = details_value(details, name);

	if (to)
		json_add_unsigned(to, number);
}

void details_bool(struct details *details, const char *name, bool value)
{
	struct json *to = details_value(details, name);

	if (to)
		json_add_bool(to, value);
}

void details_words(struct details *details, const char *name, struct span value)
{
	struct json *to = details_value(details, name);

	if (to)
		event_json_add_words(to, value);
}

void details_open(struct details *details, const char *name)
{
	struct json *to = details_value(details, name);

	if (to)
		json_open_object(to);
}

void details_close(struct details *details)
{
	if (details->json.to)
		json_close_object(&details->json);
}

void details_end(struct details *details)
{
	details_close(details);
	buf_clear(&details->scratch);
}
