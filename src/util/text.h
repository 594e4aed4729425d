/* Small questions about C strings, independent of the locale. */
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

/* True when every byte of `text` (at least one) is in `set`. */
bool text_consists_of(const char *text, const char *set);

/*
 * Reads a number of seconds, with a fraction perhaps, as milliseconds, rounded
 * up: a little time is not none. False when it is no such number or too large.
 */
bool text_read_seconds(const char *text, int *milliseconds);

/*
 * How many single-letter insertions, deletions, replacements and swaps of
 * neighbours lie between two words, letter case costing nothing; gives up
 * and returns `limit` + 1 when it is more than `limit` or a word has more than
 * 64 bytes.
 */
size_t text_distance(const char *a, const char *b, size_t limit);

/*
 * Offers `candidate` as what may have been meant by `wrong`: keeps the better
 * of it and `*best` (NULL at first), `*distance` starting at TEXT_FAR. Two
 * words that differ by more than a third of their letters are never alike; a
 * word that was not finished (three letters at least) counts as one wrong
 * letter.
 */
#define TEXT_FAR ((size_t)-1)
void text_suggest(const char *wrong, const char *candidate, const char **best,
	size_t *distance);

#endif
