/* Tab and hints for lines that may begin with an alias. */
#include "complete/alias_words.h"

#include "complete/hint.h"
#include "line/alias.h"
#include "line/parse.h"
#include "util/buf.h"
#include "util/escape.h"

#include <string.h>

/* Adds the aliases that begin with `name`, which ends at `point`. */
static void add_names(const struct pairs *aliases, struct span name,
	size_t point, struct complete_list *list)
{
	struct buf about = BUF_INIT;
	size_t before = list->len;

	for (size_t i = 0; i < aliases->len; i++) {
		const struct pair *alias = &aliases->items[i];

		if (strncmp(alias->name, name.at, name.len))
			continue;
		buf_add_string(&about, "alias: ");
		escape_add_terminal(&about, span_of(alias->value),
			ESCAPE_LINE);
		complete_add(list, alias->name, buf_text(&about));
		buf_reset(&about);
	}
	if (list->len > before) {
		list->start = point - name.len;
		list->no_blank = false;
		complete_sort(list);
	}
	buf_clear(&about);
}

void alias_words_complete(const struct pairs *aliases, struct session *session,
	const char *line, size_t point, struct complete_list *list)
{
	struct span typed = { line, strnlen(line, point) };
	struct span name = parse_first_word(typed);
	struct span behind = span_from(typed,
		(size_t)(name.at - line) + name.len);
	struct buf expanded = BUF_INIT_SECRET;
	size_t added;

	if (!behind.len) {
		complete_line(session, line, point, list);
		add_names(aliases, name, typed.len, list);
	} else if (alias_expand(aliases, typed, &expanded)) {
		added = expanded.len - behind.len;
		complete_line(session, buf_text(&expanded), expanded.len, list);
		/* A word that begins inside the alias cannot be completed. */
		if (list->start < added)
			complete_clear(list);
		else
			list->start = list->start - added + typed.len -
				behind.len;
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
