/* C string comparison and parsing, independent of the locale. */
#include "util/text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_DISTANCE_MAX = 64 };

bool text_equal_nocase(const char *a, const char *b)
{
	while (*a && text_lower(*a) == text_lower(*b)) {
		a++;
		b++;
	}
	return text_lower(*a) == text_lower(*b);
}

bool text_consists_of(const char *text, const char *set)
{
	return *text && !text[strspn(text, set)];
}

bool text_read_seconds(const char *text, int *milliseconds)
{
	char *end = NULL;
	double seconds = strtod(text, &end);

	if (!*text || *end || !(seconds >= 0) || seconds > INT_MAX / 1000)
		return false;
	*milliseconds = (int)(seconds * 1000 + 0.999);
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t text_distance(const char *a, const char *b, size_t limit)
{
	size_t rows[3][TEXT_DISTANCE_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > TEXT_DISTANCE_MAX || b_len > TEXT_DISTANCE_MAX)
		return limit + 1;
	for (size_t j = 0; j <= b_len; j++)
		above[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *oldest = before;

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			char x = text_lower(a[i - 1]);
			char y = text_lower(b[j - 1]);

			row[j] = least(above[j - 1] + (x != y),
				least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && x == text_lower(b[j - 2]) &&
				y == text_lower(a[i - 2]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = oldest;
	}
	return above[b_len] > limit ? limit + 1 : above[b_len];
}
