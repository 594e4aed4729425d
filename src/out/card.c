/* Details of one item: lines for people, one JSON object for programs. */
#include "out/card.h"

#include "out/layout.h"
#include "out/window.h"
#include "proto/event_json.h"
#include "util/cells.h"
#include "util/escape.h"

#include <stdarg.h>
#include <string.h>

/* In cells; LABEL includes the blanks around the label. */
enum { INDENT = 2, LABEL = 15, NARROWEST = 10 };

void card_begin(struct card *card, const struct output *output)
{
	*card = (struct card){
		.terminal = output->terminal,
		.color = output->color,
		.columns = output->terminal ? window_columns(output->fd) : 0,
	};
	if (output->form == OUTPUT_JSON) {
		card->json = (struct json){
			.to = &card->text,
			.ascii = output->terminal,
		};
		json_open_object(&card->json);
	}
}

/* ---- text */

/* Escapes the text and replaces TABs with blanks. */
static struct span harmless(struct card *card, struct span text)
{
	buf_reset(&card->scratch);
	if (card->terminal)
		escape_add_terminal(&card->scratch, text, ESCAPE_LINE);
	else
		escape_add_controls(&card->scratch, text);
	for (size_t i = 0; i < card->scratch.len; i++)
		if (card->scratch.data[i] == '\t')
			card->scratch.data[i] = ' ';
	return buf_span(&card->scratch);
}

void card_head(struct card *card, struct span text)
{
	const struct layout layout = { &card->text, card->color, SIZE_MAX };

	if (card->json.to)
		return;
	text = harmless(card, text);
	if (card->columns && cells_width(text) > card->columns)
		text.len = cells_fit(text, card->columns);
	buf_truncate(&card->scratch, text.len);
	layout_heading(&layout, buf_text(&card->scratch));
}

static void add_indent(struct card *card, size_t width)
{
	memset(buf_reserve(&card->text, width), ' ', width);
	card->text.len += width;
	card->text.data[card->text.len] = '\0';
}

/* Adds a word after the `*used` cells of a line that is `room` cells wide. */
static void add_word(struct card *card, struct span word, size_t room,
	size_t *used)
{
	size_t width = cells_width(word);

	if (*used && *used + 1 + width > room) {
		buf_add_char(&card->text, '\n');
		add_indent(card, LABEL);
		*used = 0;
	} else if (*used) {
		buf_add_char(&card->text, ' ');
		++*used;
	}
	/* A word longer than a line is broken anywhere. */
	while (width > room) {
		size_t len = cells_fit(word, room);

		buf_add_span(&card->text, (struct span){ word.at, len });
		buf_add_char(&card->text, '\n');
		add_indent(card, LABEL);
		word = span_from(word, len);
		width = cells_width(word);
	}
	buf_add_span(&card->text, word);
	*used += width;
}

void card_line(struct card *card, const char *label, struct span value)
{
	size_t room = card->columns > LABEL + NARROWEST ? card->columns -
		LABEL : NARROWEST, used = 0;
	struct span text, word;

	if (card->json.to || !value.len)
		return;
	buf_print(&card->text, "%*s%-*s", INDENT, "", LABEL - INDENT, label);
	text = harmless(card, value);
	if (card->columns)
		while (span_next_word(&text, &word))
			add_word(card, word, room, &used);
	else
		buf_add_span(&card->text, text);
	buf_add_char(&card->text, '\n');
}

void card_print(struct card *card, const char *label, const char *format,
	...)
{
	struct buf value = BUF_INIT;
	va_list args;

	if (card->json.to)
		return;
	va_start(args, format);
	buf_vprint(&value, format, args);
	va_end(args);
	card_line(card, label, buf_span(&value));
	buf_clear(&value);
}

/* ---- JSON */

struct json *card_object(struct card *card)
{
	return card->json.to ? &card->json : NULL;
}

struct json *card_value(struct card *card, const char *name)
{
	struct json *to = card_object(card);

	if (to)
		json_add_name(to, name);
	return to;
}

void card_member(struct card *card, const char *name,
	enum event_value_type type, struct span value)
{
	struct json *to = value.len ? card_value(card, name) : NULL;

	if (to)
		event_json_add_value(to, type, value);
}

void card_number(struct card *card, const char *name,
	unsigned long long number)
{
	struct json *to = card_value(card, name);

	if (to)
		json_add_unsigned(to, number);
}

void card_bool(struct card *card, const char *name, bool value)
{
	struct json *to = card_value(card, name);

	if (to)
		json_add_bool(to, value);
}

void card_words(struct card *card, const char *name, struct span value)
{
	struct json *to = card_value(card, name);

	if (to)
		event_json_add_words(to, value);
}

void card_open(struct card *card, const char *name)
{
	struct json *to = card_value(card, name);

	if (to)
		json_open_object(to);
}

void card_close(struct card *card)
{
	if (card->json.to)
		json_close_object(&card->json);
}

void card_end(struct card *card, struct result *result)
{
	bool json = card->json.to;

	card_close(card);
	buf_clear(&card->scratch);
	result->shape = RESULT_OBJECT;
	buf_add_span(json ? &result->json : &result->text,
		buf_span(&card->text));
	buf_clear(&card->text);
}
