/* Quoting of words for the grammar of lines. */
#include "line/quote.h"

#include "line/parse.h"

#include <string.h>

/* Returns the letter that stands for `c` after a backslash, or NUL. */
static char escape_letter(char c)
{
	const char *escape = parse_word_escapes;

	for (; *escape; escape += 2)
		if (escape[1] == c)
			return *escape;
	return '\0';
}

/* Returns whether the text begins with a byte to quote. */
static bool is_special(struct span text)
{
	return strchr(PARSE_SPECIAL, *text.at) ||
		span_starts(text, PARSE_MADE);
}

/* A "#" needs quotes only at the start of a word. */
bool quote_is_needed(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (is_special(span_from(word, i)) ||
			escape_letter(word.at[i]))
			return true;
	return !word.len || *word.at == '#';
}

void quote_add(struct buf *to, struct span text, char quote)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i], letter = escape_letter(c);
		struct span rest = span_from(text, i);
		bool special = quote ? c == quote || (quote == '"' &&
			(c == '\\' || span_starts(rest, PARSE_MADE))) :
			is_special(rest) || (c == '#' && !i);

		/* Single quotes are closed for bytes that they cannot hold. */
		if (quote == '\'' && (letter || special))
			buf_add_char(to, quote);
		if (letter)
			buf_print(to, quote == '"' ? "\\%c" : "\"\\%c\"",
				letter);
		else if (special)
			buf_print(to, "\\%c", c);
		else
			buf_add_char(to, c);
		if (quote == '\'' && (letter || special))
			buf_add_char(to, quote);
	}
}

void quote_add_word(struct buf *to, struct span word)
{
	bool needed = quote_is_needed(word);

	if (needed)
		buf_add_char(to, '"');
	quote_add(to, word, needed ? '"' : '\0');
	if (needed)
		buf_add_char(to, '"');
}
