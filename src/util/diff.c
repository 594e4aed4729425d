/* Line-by-line comparison of two texts. */
#include "util/diff.h"

#include "util/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* With more pairs of lines, replace the differing middle as a whole. */
enum { DIFF_MOST = 4 * 1024 * 1024 };

struct lines {
	struct span *at;
	size_t len;
};

struct diff {
	diff_line *visit;
	void *arg;
	bool any;
};

static struct lines split(struct span text)
{
	size_t size = 64;
	struct lines lines = { alloc_resize(NULL, size, sizeof(*lines.at)), 0 };
	struct span line;

	while (span_next_line(&text, &line)) {
		if (lines.len == size) {
			size *= 2;
			lines.at = alloc_resize(lines.at, size,
				sizeof(*lines.at));
		}
		lines.at[lines.len++] = line;
	}
	return lines;
}

static bool same(struct span a, struct span b)
{
	return a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));
}

static void tell(struct diff *diff, char sign, struct span line)
{
	diff->any = diff->any || sign != ' ';
	if (diff->visit)
		diff->visit(diff->arg, sign, line);
}

static void tell_all(struct diff *diff, char sign, const struct lines *lines)
{
	for (size_t i = 0; i < lines->len; i++)
		tell(diff, sign, lines->at[i]);
}

/*
 * longest[i][j] is the length of the longest common subsequence of lines from
 * line i of `a` and from line j of `b`.
 */
static uint32_t *measure(const struct lines *a, const struct lines *b)
{
	size_t width = b->len + 1;
	uint32_t *longest = alloc_resize(NULL, (a->len + 1) * width,
		sizeof(*longest));

	memset(longest + a->len * width, 0, width * sizeof(*longest));
	for (size_t i = a->len; i-- > 0; ) {
		uint32_t *row = longest + i * width, *next = row + width;

		row[b->len] = 0;
		for (size_t j = b->len; j-- > 0; )
			row[j] = same(a->at[i], b->at[j]) ? next[j + 1] + 1 :
				next[j] > row[j + 1] ? next[j] : row[j + 1];
	}
	return longest;
}

static void compare(struct diff *diff, const struct lines *a,
	const struct lines *b)
{
	size_t i = 0, j = 0, width = b->len + 1;
	uint32_t *longest;

	if (!a->len || !b->len || a->len > DIFF_MOST / b->len) {
		tell_all(diff, '-', a);
		tell_all(diff, '+', b);
		return;
	}
	longest = measure(a, b);
	while (i < a->len || j < b->len) {
		if (i < a->len && j < b->len && same(a->at[i], b->at[j])) {
			tell(diff, ' ', a->at[i++]);
			j++;
		} else if (i < a->len && (j == b->len ||
			longest[(i + 1) * width + j] >=
			longest[i * width + j + 1])) {
			tell(diff, '-', a->at[i++]);
		} else {
			tell(diff, '+', b->at[j++]);
		}
	}
	free(longest);
}

bool diff_lines(struct span before, struct span after, diff_line *visit,
	void *arg)
{
	struct lines all = split(before), others = split(after), a, b;
	struct diff diff = { visit, arg, false };
	size_t front = 0, back = 0;

	while (front < all.len && front < others.len &&
		same(all.at[front], others.at[front]))
		tell(&diff, ' ', all.at[front++]);
	while (back < all.len - front && back < others.len - front &&
		same(all.at[all.len - 1 - back],
		others.at[others.len - 1 - back]))
		back++;
	a = (struct lines){ all.at + front, all.len - front - back };
	b = (struct lines){ others.at + front, others.len - front - back };
	compare(&diff, &a, &b);
	for (; back; back--)
		tell(&diff, ' ', all.at[all.len - back]);
	free(all.at);
	free(others.at);
	return diff.any;
}
