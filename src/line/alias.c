/* Aliases: short names for lines, expanded at the front of a typed line. */
#include "line/alias.h"

#include "line/parse.h"
#include "line/quote.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static bool forget(struct pairs *aliases, const char *name)
{
	size_t kept = 0, before = aliases->len;

	for (size_t i = 0; i < aliases->len; i++) {
		if (strcmp(aliases->items[i].name, name)) {
			aliases->items[kept++] = aliases->items[i];
			continue;
		}
		free(aliases->items[i].name);
		free(aliases->items[i].value);
	}
	aliases->len = kept;
	return kept < before;
}

static void set(struct pairs *aliases, const char *name,
	const struct strv *words)
{
	struct buf text = BUF_INIT_SECRET;
	struct span value;

	for (size_t i = 0; i < words->len && words->len > 1; i++) {
		if (i)
			buf_add_char(&text, ' ');
		quote_add_word(&text, span_of(words->items[i]));
	}
	value = words->len > 1 ? buf_span(&text) : span_of(words->items[0]);
	forget(aliases, name);
	pairs_add(aliases, span_of(name), &value);
	buf_clear(&text);
}

/* Returns whether a line can begin with this name, as a word without quotes. */
static bool is_name(const char *name)
{
	return !quote_is_needed(span_of(name)) &&
		span_equal(parse_first_word(span_of(name)), name);
}

bool alias_set(struct pairs *aliases, const char *name,
	const struct strv *words, struct error *error)
{
	size_t len = strcspn(name, "=");
	char *own = alloc_bytes(name, len);
	struct strv all = STRV_INIT;
	bool ok = true;

	if (name[len] && name[len + 1])
		strv_add(&all, name + len + 1);
	for (size_t i = 0; i < words->len; i++)
		if (i || name[len] || strcmp(words->items[i], "="))
			strv_add(&all, words->items[i]);
	if (!is_name(own))
		ok = error_set(error, ERROR_USAGE, "\"%s\" cannot be "
			"used as an alias name: it must not contain "
			"blanks, quotes, | or >, or begin with -, ! or #", own);
	else if (all.len)
		set(aliases, own, &all);
	else if (!forget(aliases, own))
		ok = error_set(error, ERROR_USAGE, "no such alias: %s", own);
	strv_clear(&all);
	free(own);
	return ok;
}

bool alias_expand(const struct pairs *aliases, struct span line,
	struct buf *to)
{
	struct span word = parse_first_word(line);
	size_t front = (size_t)(word.at - line.at);

	for (size_t i = 0; i < aliases->len && word.len; i++) {
		if (!span_equal(word, aliases->items[i].name))
			continue;
		buf_add(to, line.at, front);
		buf_add_string(to, aliases->items[i].value);
		buf_add_span(to, span_from(line, front + word.len));
		return true;
	}
	return false;
}
