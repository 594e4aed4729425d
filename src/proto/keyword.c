/* The words of a reply or event line: bare, quoted, or KEYWORD=value. */
#include "proto/keyword.h"

#include "proto/quoted.h"
#include "util/text.h"
#include "util/word.h"

#include <limits.h>
#include <string.h>

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

/* Returns where the first blank is, or the end. */
static inline const char *find_blank(const char *at, const char *end)
{
	while (end - at >= 8) {
		uint64_t found = word_below(word_load(at), ' ' + 1);

		if (!found) {
			at += 8;
			continue;
		}
		at += word_first(found);
		if (text_is_blank(*at))
			return at;
		at++; /* another control character */
	}
	while (at < end && !text_is_blank(*at))
		at++;
	return at;
}

#define EIGHT(c) [c] = true, [c + 1] = true, [c + 2] = true, [c + 3] = true, \
	[c + 4] = true, [c + 5] = true, [c + 6] = true, [c + 7] = true

/* A table: with comparisons an event takes a tenth longer. */
static const bool in_names[UCHAR_MAX + 1] = {
	['_'] = true, ['-'] = true, EIGHT('0'), ['8'] = true, ['9'] = true,
	EIGHT('A'), EIGHT('I'), EIGHT('Q'), ['Y'] = true, ['Z'] = true,
	EIGHT('a'), EIGHT('i'), EIGHT('q'), ['y'] = true, ['z'] = true,
};

/* Returns the length of the quoted string at the front, or 0. */
static size_t quoted_at(const char *at, const char *end)
{
	struct span text = { at, (size_t)(end - at) };
	size_t len;

	if (!text.len || *at != '"')
		return 0;
	len = quoted_word(text);
	return len ? len : twice_quoted(text);
}

bool keyword_next(struct span *rest, struct keyword *word)
{
	const char *at = rest->at, *end = span_from(*rest, rest->len).at, *begin;
	size_t quoted;

	while (at < end && text_is_blank(*at))
		at++;
	begin = at;
	while (at < end && in_names[(unsigned char)*at])
		at++;
	word->name = (struct span){ NULL, 0 };
	if (at > begin && at < end && *at == '=') {
		word->name = (struct span){ begin, (size_t)(at - begin) };
		begin = ++at;
	}
	quoted = quoted_at(begin, end);
	at = quoted ? begin + quoted : find_blank(at, end);
	word->quoted = quoted;
	word->value = (struct span){ begin, (size_t)(at - begin) };
	*rest = (struct span){ at, (size_t)(end - at) };
	return word->value.len || word->name.len;
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
