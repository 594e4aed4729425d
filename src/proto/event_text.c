/* An event as plain text, on one line. */
#include "proto/event_text.h"

#include "proto/lexer.h"
#include "util/escape.h"

static void add_line(struct buf *to, struct span line, bool terminal)
{
	if (terminal)
		escape_add_terminal(to, line, ESCAPE_LINE);
	else
		escape_add_controls(to, line);
	buf_add_char(to, '\n');
}

static void add_block(struct buf *to, struct span block, bool terminal)
{
	struct span line;

	while (span_next_line(&block, &line)) {
		if (line.len && line.at[0] == '.')
			line = span_from(line, 1);
		buf_add_char(to, '\t');
		add_line(to, line, terminal);
	}
}

void event_text_add(struct buf *to, struct span raw, bool terminal)
{
	struct lexer lexer = { 0 };
	struct lexer_token token;
	bool first = true;

	while (raw.len) {
		lexer_next(&lexer, raw, &token);
		if (token.kind == LEXER_MORE || token.kind == LEXER_BAD)
			return;
		if (token.kind == LEXER_DATA) {
			add_block(to, token.raw, terminal);
		} else if (token.kind == LEXER_LINE) {
			bool closing = !first && token.separator == ' ' &&
				span_equal(token.text, "OK");

			if (!first && !closing)
				buf_add_char(to, '\t');
			if (!closing)
				add_line(to, token.text, terminal);
			first = false;
		}
		raw = span_from(raw, token.raw.len);
	}
}
