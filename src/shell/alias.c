/* Short names for lines, replaced at the front of what is typed. */
#include "shell/alias.h"

#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static void forget(struct pairs *aliases, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < aliases->len; i++) {
		if (strcmp(aliases->items[i].name, name)) {
			aliases->items[kept++] = aliases->items[i];
			continue;
		}
		free(aliases->items[i].name);
		free(aliases->items[i].value);
	}
	aliases->len = kept;
}

void alias_set(struct pairs *aliases, const char *name,
	const struct strv *words)
{
	struct span value;
	char *text;

	forget(aliases, name);
	if (!words->len)
		return;
	text = strv_join(words, " ");
	value = span_of(text);
	pairs_add(aliases, span_of(name), &value);
	free(text);
}

/* Blanks and one "-", as parse_line() passes over them. */
static size_t front_length(struct span line)
{
	bool dash = false;
	size_t len = 0;

	for (; len < line.len; len++) {
		if (line.at[len] == '-' && !dash)
			dash = true;
		else if (!text_is_blank(line.at[len]))
			break;
	}
	return len;
}

bool alias_expand(const struct pairs *aliases, struct span line,
	struct buf *to)
{
	struct span front = { line.at, front_length(line) }, rest, word;

	rest = span_from(line, front.len);
	if (!span_next_word(&rest, &word))
		return false;
	for (size_t i = 0; i < aliases->len; i++) {
		if (!span_equal(word, aliases->items[i].name))
			continue;
		buf_add_span(to, front);
		buf_add_string(to, aliases->items[i].value);
		buf_add_span(to, rest);
		return true;
	}
	return false;
}
