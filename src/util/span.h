/* A borrowed piece of memory: pointer and length; may contain NUL bytes. */
#ifndef UTIL_SPAN_H
#define UTIL_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *at;
	size_t len;
};

/* These are inline because they cost little when the string is a literal. */
static inline struct span span_of(const char *string)
{
	return (struct span){ string, strlen(string) };
}

static inline bool span_starts(struct span span, const char *prefix)
{
	size_t len = strlen(prefix);

	return !len || (span.len >= len && !memcmp(span.at, prefix, len));
}

static inline bool span_equal(struct span span, const char *string)
{
	return span.len == strlen(string) && span_starts(span, string);
}

/* These ignore the case of ASCII letters, whatever the locale. */
bool span_equal_nocase(struct span span, const char *string);
bool span_starts_nocase(struct span span, const char *prefix);
bool span_contains_nocase(struct span span, const char *text);

/* Returns the part from byte `from` on; empty if the span is shorter. */
static inline struct span span_from(struct span span, size_t from)
{
	if (from > span.len)
		from = span.len;
	return (struct span){ from ? span.at + from : span.at,
		span.len - from };
}

/*
 * Takes the first line off `rest`, without its LF or CRLF; the last line needs
 * no line end. Returns false if nothing is left.
 */
bool span_next_line(struct span *rest, struct span *line);

/*
 * Takes the first word off `rest`, without the blanks and tabs around it.
 * Returns false if there is none.
 */
bool span_next_word(struct span *rest, struct span *word);

/*
 * Reads a decimal number: digits only, fitting into 64 bits. Otherwise returns
 * false and does not change `number`.
 */
bool span_number(struct span span, unsigned long long *number);

/* Returns a NUL-terminated copy; the caller frees it. */
char *span_copy(struct span span);

#endif
