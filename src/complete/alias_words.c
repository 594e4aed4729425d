/* Tab and hints for lines that may begin with an alias. */
#include "complete/alias_words.h"

#include "complete/hint.h"
#include "line/alias.h"
#include "util/buf.h"
#include "util/escape.h"
#include "util/text.h"

#include <string.h>

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

void alias_words_complete(const struct pairs *aliases, struct session *session,
	const char *line, size_t point, struct complete_list *list)
{
	struct span typed = { line, strnlen(line, point) }, word;
	struct buf expanded = BUF_INIT_SECRET;
	size_t from = alias_front_length(typed), added;

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

char *alias_words_hint(const struct pairs *aliases, const char *line)
{
	struct buf expanded = BUF_INIT_SECRET;
	char *hint = hint_line(alias_expand(aliases, span_of(line),
		&expanded) ? buf_text(&expanded) : line);

	buf_clear(&expanded);
	return hint;
}
