/* A piece of somebody else's bytes: pointer and length, NUL allowed inside. */
#ifndef UTIL_SPAN_H
#define UTIL_SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct span {
	const char *at;
	size_t len;
};

struct span span_of(const char *string);

bool span_equal(struct span span, const char *string);
/* ASCII letters alike in both cases, whatever the locale. */
bool span_equal_nocase(struct span span, const char *string);
bool span_starts(struct span span, const char *prefix);
bool span_starts_nocase(struct span span, const char *prefix);

/* The part from byte `from` on; empty when the span is shorter. */
static inline struct span span_from(struct span span, size_t from)
{
	if (from > span.len)
		from = span.len;
	return (struct span){ from ? span.at + from : span.at,
		span.len - from };
}

/*
 * Cuts the first line (ended by LF or by the end, a CR before it left out) off
 * `rest`. False when nothing is left.
 */
bool span_next_line(struct span *rest, struct span *line);

/* Cuts the first word (blanks and tabs around it left out) off `rest`. */
bool span_next_word(struct span *rest, struct span *word);

/*
 * A decimal number, digits only, that fits into 64 bits. Anything else gives
 * false and leaves `number` alone.
 */
bool span_number(struct span span, unsigned long long *number);

/* A copy with a NUL behind it; the caller's. */
char *span_copy(struct span span);

#endif
