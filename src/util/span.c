/* A borrowed piece of memory: pointer and length. */
#include "util/span.h"

#include "util/alloc.h"
#include "util/text.h"

#include <limits.h>
#include <string.h>

static bool equal_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text_lower(a[i]) != text_lower(b[i]))
			return false;
	return true;
}

bool span_equal_nocase(struct span span, const char *string)
{
	return span.len == strlen(string) && span_starts_nocase(span, string);
}

bool span_starts_nocase(struct span span, const char *prefix)
{
	size_t len = strlen(prefix);

	return span.len >= len && equal_nocase(span.at, prefix, len);
}

bool span_contains_nocase(struct span span, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + len <= span.len; i++)
		if (span_starts_nocase(span_from(span, i), text))
			return true;
	return false;
}

bool span_next_line(struct span *rest, struct span *line)
{
	const char *end;
	size_t len;

	if (!rest->len)
		return false;
	end = memchr(rest->at, '\n', rest->len);
	len = end ? (size_t)(end - rest->at) : rest->len;
	*line = (struct span){ rest->at, len };
	if (len && line->at[len - 1] == '\r')
		line->len--;
	*rest = span_from(*rest, end ? len + 1 : len);
	return true;
}

bool span_next_word(struct span *rest, struct span *word)
{
	size_t start = 0, end;

	while (start < rest->len && text_is_blank(rest->at[start]))
		start++;
	end = start;
	while (end < rest->len && !text_is_blank(rest->at[end]))
		end++;
	*word = (struct span){ span_from(*rest, start).at, end - start };
	*rest = span_from(*rest, end);
	return end > start;
}

bool span_number(struct span span, unsigned long long *number)
{
	unsigned long long value = 0;

	if (!span.len)
		return false;
	for (size_t i = 0; i < span.len; i++) {
		unsigned digit = (unsigned)(unsigned char)span.at[i] - '0';

		if (digit > 9 || value > (ULLONG_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*number = value;
	return true;
}

char *span_copy(struct span span)
{
	return alloc_bytes(span.at, span.len);
}
