/* Aliases: short names for lines, expanded at the front of a typed line. */
#include "line/alias.h"

#include "util/alloc.h"
#include "util/escape.h"
#include "util/text.h"

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

/* Quotes the word so that the parsed line has it as one word again. */
static void add_word(struct buf *to, const char *word)
{
	if (*word && *word != '#' && !strpbrk(word, " \t\n'\"\\|>")) {
		buf_add_string(to, word);
		return;
	}
	buf_add_char(to, '\'');
	for (; *word; word++)
		if (*word == '\'')
			buf_add_string(to, "'\\''");
		else
			buf_add_char(to, *word);
	buf_add_char(to, '\'');
}

static void set(struct pairs *aliases, const char *name,
	const struct strv *words)
{
	struct buf text = BUF_INIT_SECRET;
	struct span value;

	for (size_t i = 0; i < words->len && words->len > 1; i++) {
		if (i)
			buf_add_char(&text, ' ');
		add_word(&text, words->items[i]);
	}
	value = words->len > 1 ? buf_span(&text) : span_of(words->items[0]);
	forget(aliases, name);
	pairs_add(aliases, span_of(name), &value);
	buf_clear(&text);
}

/* Returns whether a line can begin with this name as a plain word. */
static bool is_name(const char *name)
{
	return *name && !strchr("-!#", *name) &&
		!strpbrk(name, " \t\n'\"\\|>");
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

size_t alias_front_length(struct span line)
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
	struct span front = { line.at, alias_front_length(line) }, rest, word;

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
