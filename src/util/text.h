/* C string comparison and parsing, independent of the locale. */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

static inline char text_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline bool text_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool text_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool text_is_alnum(char c)
{
	return text_is_digit(c) || (unsigned char)((c | 0x20) - 'a') < 26;
}

bool text_equal_nocase(const char *a, const char *b);

/* Returns whether `text` is not empty and every byte is in `set`. */
bool text_consists_of(const char *text, const char *set);

/*
 * Reads a number of seconds, possibly with a fraction, as milliseconds. Rounds
 * up, so that a positive time never becomes 0. Returns false if the text is not
 * a number or too large.
 */
bool text_read_seconds(const char *text, int *milliseconds);

/*
 * Returns the edit distance of two words: single-letter insertions, deletions,
 * replacements and swaps of neighbours, ignoring case. Returns `limit` + 1 if
 * it is more than `limit` or a word is longer than 64 bytes.
 */
size_t text_distance(const char *a, const char *b, size_t limit);

#endif
