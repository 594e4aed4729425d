/* Aliases: short names for lines, expanded at the front of a typed line. */
#include "shell/alias.h"

#include "cmd/hint.h"
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

/* Returns the length of blanks and one "-", as parse_line() skips them. */
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

/* ---- Tab and hints */

/* Adds the aliases that match the text from `from` to `point`. */
static void add_names(const struct pairs *aliases, const char *line,
	size_t from, size_t point, struct complete_list *list)
{
	struct buf about = BUF_INIT;
	size_t len = point - from, before = list->len;

	for (size_t i = 0; i < aliases->len; i++) {
		const struct pair *alias = &aliases->items[i];

		if (strncmp(alias->name, line + from, len))
			continue;
		buf_add_string(&about, "alias: ");
		escape_add_terminal(&about, span_of(alias->value),
			ESCAPE_LINE);
		complete_add(list, alias->name, buf_text(&about));
		buf_reset(&about);
	}
	if (list->len > before) {
		list->start = from;
		list->no_blank = false;
		complete_sort(list);
	}
	buf_clear(&about);
}

void alias_complete(const struct pairs *aliases, struct session *session,
	const char *line, size_t point, struct complete_list *list)
{
	struct span typed = { line, strnlen(line, point) }, word;
	struct buf expanded = BUF_INIT_SECRET;
	size_t from = front_length(typed), added;

	word = span_from(typed, from);
	while (word.len && !text_is_blank(word.at[0]))
		word = span_from(word, 1);
	if (!word.len) {
		complete_line(session, line, point, list);
		add_names(aliases, line, from, typed.len, list);
	} else if (alias_expand(aliases, typed, &expanded)) {
		added = expanded.len - word.len;
		complete_line(session, buf_text(&expanded), expanded.len, list);
		/* A word that begins inside the alias cannot be completed. */
		if (list->start < added)
			complete_clear(list);
		else
			list->start = list->start - added + typed.len -
				word.len;
	} else {
		complete_line(session, line, point, list);
	}
	buf_clear(&expanded);
}

char *alias_hint(const struct pairs *aliases, const char *line)
{
	struct buf expanded = BUF_INIT_SECRET;
	char *hint = hint_line(alias_expand(aliases, span_of(line),
		&expanded) ? buf_text(&expanded) : line);

	buf_clear(&expanded);
	return hint;
}
