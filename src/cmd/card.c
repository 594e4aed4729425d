/* Details of one item: lines for people, one JSON object for programs. */
#include "cmd/card.h"

#include "cmd/layout.h"
#include "cmd/window.h"
#include "proto/event_json_values.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/json_text.h"

#include <stdarg.h>
#include <string.h>

/* In cells; LABEL includes the blanks around the label. */
enum { INDENT = 2, LABEL = 15, NARROWEST = 10 };

void card_begin(struct card *card, const struct output *output)
{
	*card = (struct card){
		.json = output->form == OUTPUT_JSON,
		.terminal = output->terminal,
		.color = output->color,
		.columns = output->terminal ? window_columns(output->fd) : 0,
		.first = true,
	};
	if (card->json)
		buf_add_char(&card->text, '{');
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
	if (card->json)
		return;
	text = harmless(card, text);
	if (card->columns && cells_width(text) > card->columns)
		text.len = cells_fit(text, card->columns);
	buf_truncate(&card->scratch, text.len);
	layout_heading(card->color, buf_text(&card->scratch), &card->text);
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

	if (card->json || !value.len)
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

	if (card->json)
		return;
	va_start(args, format);
	buf_vprint(&value, format, args);
	va_end(args);
	card_line(card, label, buf_span(&value));
	buf_clear(&value);
}

/* ---- JSON */

struct buf *card_value(struct card *card, const char *name)
{
	if (!card->json)
		return NULL;
	buf_print(&card->text, card->first ? "\"%s\":" : ",\"%s\":", name);
	card->first = false;
	return &card->text;
}

void card_member(struct card *card, const char *name,
	enum event_value_type type, struct span value)
{
	struct buf *to = value.len ? card_value(card, name) : NULL;

	if (to)
		event_json_add_value(to, type, value, card->terminal);
}

void card_number(struct card *card, const char *name,
	unsigned long long number)
{
	struct buf *to = card_value(card, name);

	if (to)
		buf_print(to, "%llu", number);
}

void card_bool(struct card *card, const char *name, bool value)
{
	struct buf *to = card_value(card, name);

	if (to)
		buf_add_string(to, value ? "true" : "false");
}

void card_words(struct card *card, const char *name, struct span value)
{
	struct buf *to = card_value(card, name);

	if (to)
		event_json_add_words(to, value, card->terminal);
}

void card_open(struct card *card, const char *name)
{
	struct buf *to = card_value(card, name);

	if (!to)
		return;
	buf_add_char(to, '{');
	card->first = true;
}

void card_close(struct card *card)
{
	if (!card->json)
		return;
	buf_add_char(&card->text, '}');
	card->first = false;
}

void card_end(struct card *card, struct result *result)
{
	if (card->json)
		buf_add_char(&card->text, '}');
	buf_clear(&card->scratch);
	result->shape = RESULT_OBJECT;
	buf_add_span(card->json ? &result->json : &result->text,
		buf_span(&card->text));
	buf_clear(&card->text);
}
