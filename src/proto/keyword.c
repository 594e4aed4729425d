/* The words of a reply or event line: bare, quoted, or KEYWORD=value. */
#include "proto/keyword.h"

#include "proto/quoted.h"
#include "util/text.h"

static bool is_name(char c)
{
	return text_is_alnum(c) || c == '_' || c == '-';
}

/* A quoted string must be followed by a blank or the end to be one word. */
static size_t quoted_word(struct span text)
{
	size_t len = quoted_length(text);

	return len && (len == text.len || text_is_blank(text.at[len])) ?
		len : 0;
}

static size_t bare_word(struct span text)
{
	size_t len = 0;

	while (len < text.len && !text_is_blank(text.at[len]))
		len++;
	return len;
}

bool keyword_next(struct span *rest, struct keyword *word)
{
	size_t name = 0, len;

	*word = (struct keyword){ 0 };
	while (rest->len && text_is_blank(rest->at[0]))
		*rest = span_from(*rest, 1);
	if (!rest->len)
		return false;
	while (name < rest->len && is_name(rest->at[name]))
		name++;
	if (name && name < rest->len && rest->at[name] == '=') {
		word->name = (struct span){ rest->at, name };
		*rest = span_from(*rest, name + 1);
	}
	len = quoted_word(*rest);
	word->quoted = len > 0;
	if (!len)
		len = bare_word(*rest);
	word->value = (struct span){ rest->at, len };
	*rest = span_from(*rest, len);
	return true;
}

void keyword_add_value(struct buf *to, const struct keyword *word)
{
	if (!word->quoted || !quoted_decode(to, word->value))
		buf_add_span(to, word->value);
}

bool keyword_find(struct span text, const char *name, struct keyword *word)
{
	while (keyword_next(&text, word))
		if (word->name.len && span_equal_nocase(word->name, name))
			return true;
	return false;
}
