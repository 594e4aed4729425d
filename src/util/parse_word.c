/* Words with quotes and backslashes. */
#include "util/parse_word.h"

#include "util/text.h"

#include <string.h>

const char parse_word_escapes[] = "n\nt\tr\r";

/* Returns the first byte; NUL at the end. */
static char peek(struct span line)
{
	return line.len ? *line.at : '\0';
}

/* Returns the byte that `c` after a backslash stands for in double quotes. */
static char unescape(char c)
{
	const char *escape = parse_word_escapes;

	while (*escape && *escape != c)
		escape += 2;
	return *escape ? escape[1] : c;
}

void parse_word(struct parse_word *word, struct span line)
{
	size_t at = 0;
	char c;

	word->quote = '\0';
	word->backslash = false;
	for (; (c = peek(span_from(line, at))); at++) {
		if (c == '\\' && word->quote != '\'') {
			c = peek(span_from(line, at + 1));
			word->backslash = !c;
			if (!c)
				continue;
			at++;
			buf_add_char(&word->text, word->quote ? unescape(c) :
				c);
		} else if (word->quote ? c == word->quote :
			c == '\'' || c == '"') {
			word->quote = word->quote ? '\0' : c;
			word->quote_at = word->text.len;
		} else if (!word->quote && strchr(" \t|>", c)) {
			break;
		} else if (c == '$' && word->quote != '\'' &&
			span_starts(span_from(line, at), PARSE_MADE)) {
			word->asks_made = true;
			buf_add_string(&word->text, word->made ? word->made :
				PARSE_MADE);
			at += strlen(PARSE_MADE) - 1;
		} else {
			buf_add_char(&word->text, c);
		}
	}
	word->len = at;
}

bool parse_word_split(const char *line, struct strv *words)
{
	struct span left = span_of(line);
	struct parse_word word = { 0 };
	bool ok = true;

	strv_clear(words);
	while (ok && left.len) {
		if (text_is_blank(*left.at)) {
			left = span_from(left, 1);
			continue;
		}
		parse_word(&word, left);
		ok = word.len && !word.quote;
		left = span_from(left, word.len);
		strv_take(words, buf_steal(&word.text));
	}
	buf_clear(&word.text);
	if (!ok)
		strv_clear(words);
	return ok;
}
