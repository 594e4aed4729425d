/* Ordered options, grouped into onion services. */
#include "tor/conf_lines.h"

#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

void conf_lines_insert(struct pairs *lines, size_t at, const char *name,
	const char *value)
{
	struct span text = span_of(value);
	struct pair line;

	pairs_add(lines, span_of(name), &text);
	line = lines->items[lines->len - 1];
	memmove(lines->items + at + 1, lines->items + at,
		(lines->len - 1 - at) * sizeof(line));
	lines->items[at] = line;
}

void conf_lines_remove(struct pairs *lines, size_t at)
{
	struct pair *line = &lines->items[at];

	if (line->value)
		alloc_wipe(line->value, strlen(line->value));
	free(line->value);
	free(line->name);
	lines->len--;
	memmove(line, line + 1, (lines->len - at) * sizeof(*line));
}

bool conf_lines_is_dir(const struct pair *line)
{
	return text_equal_nocase(line->name, CONF_LINES_DIR);
}

bool conf_lines_same_dir(const char *a, const char *b)
{
	size_t one = strlen(a), other = strlen(b);

	while (one > 1 && a[one - 1] == '/')
		one--;
	while (other > 1 && b[other - 1] == '/')
		other--;
	return one == other && !memcmp(a, b, one);
}

size_t conf_lines_end(const struct pairs *lines, size_t at)
{
	while (++at < lines->len && !conf_lines_is_dir(&lines->items[at]))
		;
	return at;
}

size_t conf_lines_start(const struct pairs *lines, size_t at)
{
	while (at && !conf_lines_is_dir(&lines->items[at]))
		at--;
	return at;
}

static bool is_line(const struct pair *line, const char *name,
	const char *value)
{
	if (!text_equal_nocase(line->name, name))
		return false;
	return conf_lines_is_dir(line) ? conf_lines_same_dir(line->value,
		value) : !strcmp(line->value, value);
}

size_t conf_lines_find(const struct pairs *lines, size_t from, size_t to,
	const char *name, const char *value)
{
	for (; from < to; from++)
		if (is_line(&lines->items[from], name, value))
			return from;
	return lines->len;
}
