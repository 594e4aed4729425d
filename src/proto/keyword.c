/* The words of a reply or event line: bare, quoted, or KEYWORD=value. */
#include "proto/keyword.h"

#include "proto/quoted.h"
#include "util/text.h"

#include <string.h>

static bool is_name(char c)
{
	return text_is_alnum(c) || c == '_' || c == '-';
}

/* A quoted string is one word only if a blank or the end follows. */
static size_t quoted_word(struct span text)
{
	size_t len = quoted_length(text);

	return len && (len == text.len || text_is_blank(text.at[len])) ?
		len : 0;
}

/* Tor quotes some values a second time (SOCKS_UNKNOWN_PROTOCOL DATA=""…""). */
static size_t twice_quoted(struct span text)
{
	size_t len = quoted_length(span_from(text, 1));

	if (!len || text.at[0] != '"' || len + 2 > text.len ||
		text.at[len + 1] != '"' || (len + 2 < text.len &&
		!text_is_blank(text.at[len + 2])))
		return 0;
	return len + 2;
}

/*
 * Most words are short, so they are scanned byte by byte. Paths are long and go
 * through memchr(), in pieces: otherwise a text without one of the two blanks
 * would be scanned to its end again and again.
 */
static size_t bare_word(struct span text)
{
	enum { SHORT = 24, PIECE = 512 };
	size_t len = 0, piece;

	while (len < text.len && len < SHORT && !text_is_blank(text.at[len]))
		len++;
	if (len < SHORT)
		return len;
	for (; len < text.len; len += piece) {
		const char *at = text.at + len, *blank, *tab;

		piece = text.len - len < PIECE ? text.len - len : PIECE;
		blank = memchr(at, ' ', piece);
		if (blank)
			piece = (size_t)(blank - at);
		tab = memchr(at, '\t', piece);
		if (tab)
			return len + (size_t)(tab - at);
		if (blank)
			return len + piece;
	}
	return len;
}

/* Returns the length of the quoted string at the front, else up to a blank. */
static size_t measure(struct span text, bool *quoted)
{
	size_t len = 0;

	if (text.len && text.at[0] == '"') {
		len = quoted_word(text);
		if (!len)
			len = twice_quoted(text);
	}
	*quoted = len > 0;
	return len ? len : bare_word(text);
}

bool keyword_next(struct span *rest, struct keyword *word)
{
	const char *at = rest->at, *end, *name;
	struct span value;

	*word = (struct keyword){ 0 };
	if (!rest->len)
		return false;
	end = at + rest->len;
	while (at < end && text_is_blank(*at))
		at++;
	*rest = (struct span){ at, (size_t)(end - at) };
	if (at == end)
		return false;
	for (name = at; at < end && is_name(*at); at++)
		;
	value = *rest;
	if (at > name && at < end && *at == '=') {
		word->name = (struct span){ name, (size_t)(at - name) };
		value = (struct span){ at + 1, (size_t)(end - at) - 1 };
	}
	value.len = measure(value, &word->quoted);
	word->value = value;
	at = value.at + value.len;
	*rest = (struct span){ at, (size_t)(end - at) };
	return true;
}

void keyword_add_value(struct buf *to, const struct keyword *word)
{
	struct span inner = span_from(word->value, 1);

	if (inner.len)
		inner.len--;
	if (!word->quoted || (!quoted_decode(to, word->value) &&
		!quoted_decode(to, inner)))
		buf_add_span(to, word->value);
}

bool keyword_find(struct span text, const char *name, struct keyword *word)
{
	while (keyword_next(&text, word))
		if (word->name.len && span_equal_nocase(word->name, name))
			return true;
	return false;
}
