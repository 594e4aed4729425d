/* Tab completion, independent of the editor: the text to insert or list. */
#include "editor/editor_match.h"

#include "complete/file_names.h"
#include "editor/editor_cells.h"
#include "util/alloc.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/text.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

#define GAP 2 /* blanks between columns */

static size_t common_len(const char *a, const char *b, bool nocase)
{
	size_t len = 0;

	while (a[len] && (a[len] == b[len] ||
		(nocase && text_lower(a[len]) == text_lower(b[len]))))
		len++;
	return len;
}

/* Returns how many bytes all candidates share, in whole characters. */
static size_t common_of_all(const struct complete_list *list, bool nocase)
{
	const char *first = list->items[0].text;
	size_t len = strlen(first);

	for (size_t i = 1; i < list->len; i++) {
		size_t common = common_len(first, list->items[i].text, nocase);

		if (common < len)
			len = common;
	}
	while (len && ((unsigned char)first[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/*
 * Returns the common prefix of several candidates, if it has the typed text.
 * Where they differ in letter case, the typed text is kept.
 */
static char *shared_text(const struct complete_list *list, struct span typed)
{
	const char *first = list->items[0].text;
	struct span shared = { first, common_of_all(list, false) };
	char *word = span_copy(typed), *text = NULL;
	bool opens = shared.len && (*first == '"' || *first == '\'') &&
		typed.at[0] != *first;

	if (opens || span_contains_nocase(shared, word)) {
		text = span_copy(shared);
	} else {
		shared.len = common_of_all(list, true);
		if (span_starts_nocase(shared, word))
			text = alloc_print("%s%.*s", word,
				(int)(shared.len - typed.len),
				first + typed.len);
	}
	if (!text)
		return word;
	free(word);
	return text;
}

static bool ends_with(const char *text, char c)
{
	size_t len = strlen(text);

	return len && text[len - 1] == c;
}

/* Returns whether a single candidate is complete: a blank follows. */
static bool ends_word(const struct complete_list *list)
{
	return list->len == 1 && !list->no_blank && !(list->file_names &&
		ends_with(list->items[0].text, '/'));
}

/*
 * Returns how much of the text to insert follows the cursor already: all of it,
 * or the rest of the word.
 */
static size_t present_len(const char *insert, struct span typed,
	const char *behind)
{
	char *word = span_copy(typed);
	size_t len = 0;

	if (span_starts_nocase(span_of(insert), word)) {
		insert += typed.len;
		len = common_len(insert, behind, true);
		if (insert[len] && behind[len] && !text_is_blank(behind[len]))
			len = 0;
	}
	free(word);
	return len;
}

void editor_match_find(struct editor_match *match,
	const struct editor_hooks *hooks, const char *line, size_t point)
{
	struct complete_list *list = &match->list;
	struct span typed;
	char *text;

	editor_match_clear(match);
	if (!hooks->complete)
		return;
	hooks->complete(hooks->arg, line, point, list);
	if (list->start > point)
		list->start = point;
	typed = (struct span){ line + list->start, point - list->start };
	if (list->file_names)
		file_names_add(list, typed);
	if (!list->len)
		return;
	text = list->len == 1 ? alloc_string(list->items[0].text) :
		shared_text(list, typed);
	match->end = point + present_len(text, typed, line + point);
	match->insert = alloc_print("%s%s", text, ends_word(list) &&
		!text_is_blank(line[match->end]) ? " " : "");
	free(text);
	match->changes = !span_equal(typed, match->insert);
}

void editor_match_clear(struct editor_match *match)
{
	complete_list_clear(&match->list);
	free(match->insert);
	*match = (struct editor_match){ 0 };
}

/* ---- the list */

/* For a file, shows only the last part of its path. */
static struct span shown_text(const struct complete_list *list, size_t i)
{
	struct span text = span_of(list->items[i].text);

	if (!list->file_names)
		return text;
	for (size_t at = text.len; at > 1; at--) {
		if (text.at[at - 2] == '/')
			return span_from(text, at - 1);
	}
	return text;
}

/* Adds text cut to `width` cells and, with `fill`, padded to that width. */
static void add_cut(struct buf *to, struct span text, size_t width, bool fill)
{
	const char *mark = utf8_mark("…");
	size_t mark_width = cells_width(span_of(mark));
	struct buf safe = BUF_INIT;
	size_t used;

	escape_add_terminal(&safe, text, ESCAPE_LINE);
	text = buf_span(&safe);
	used = cells_width(text);
	if (used > width) {
		text.len = cells_fit(text, width > mark_width ? width -
			mark_width : 0);
		buf_add_span(to, text);
		buf_add_string(to, width >= mark_width ? mark : "");
		used = cells_width(text) + mark_width;
	} else {
		buf_add_span(to, text);
	}
	for (; fill && used < width; used++)
		buf_add_char(to, ' ');
	buf_clear(&safe);
}

static size_t widest(const struct complete_list *list, size_t count)
{
	size_t most = 0;

	for (size_t i = 0; i < count; i++) {
		size_t width = cells_width(shown_text(list, i));

		if (width > most)
			most = width;
	}
	return most;
}

static bool has_descriptions(const struct complete_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		if (list->items[i].description)
			return true;
	}
	return false;
}

/* Adds one candidate per line, with its description on the right. */
static void add_described(struct buf *to, const struct complete_list *list,
	size_t count, size_t columns)
{
	size_t width = widest(list, count);

	if (width > columns * 2 / 3)
		width = columns * 2 / 3;
	for (size_t i = 0; i < count; i++) {
		const char *text = list->items[i].description;

		text = text && *text ? text : NULL;
		add_cut(to, shown_text(list, i), width, text != NULL);
		if (text && width + GAP < columns) {
			buf_add_string(to, list->plain ? "  " : "  \033[2m");
			add_cut(to, span_of(text), columns - width - GAP,
				false);
			buf_add_string(to, list->plain ? "" : "\033[m");
		}
		buf_add_char(to, '\n');
	}
}

/* Adds names without descriptions in columns, ordered from top to bottom. */
static void add_grid(struct buf *to, const struct complete_list *list,
	size_t count, size_t lines, size_t width, size_t columns)
{
	for (size_t line = 0; line < lines; line++) {
		for (size_t i = line; i < count; i += lines) {
			bool last = i + lines >= count;

			add_cut(to, shown_text(list, i),
				width < columns ? width : columns, !last);
			buf_add_string(to, last ? "\n" : "  ");
		}
	}
}

bool editor_match_format(const struct editor_match *match, bool all,
	struct buf *to)
{
	const struct complete_list *list = &match->list;
	size_t columns = editor_cells_columns(), rows = editor_cells_rows();
	size_t most = all ? rows - 1 : rows / 2;
	size_t width = widest(list, list->len), count = list->len;
	bool described = has_descriptions(list);
	size_t per_line, lines;

	/* Leave the last column empty: some terminals wrap after it. */
	columns = columns > 1 ? columns - 1 : 1;
	most = most > 2 ? most : 2;
	per_line = (columns + GAP) / (width + GAP);
	per_line = per_line ? per_line : 1;
	lines = (count + per_line - 1) / per_line;
	if (described && (!all || count <= most || lines > most))
		lines = count;
	else
		described = false;
	if (lines > most && !all) {
		lines = most - 1;
		count = described ? lines : lines * per_line;
	}
	if (described)
		add_described(to, list, count, columns);
	else
		add_grid(to, list, count, lines, width, columns);
	if (count < list->len)
		buf_print(to, "%s %zu more; Tab shows all\n", utf8_mark("…"),
			list->len - count);
	return lines <= most;
}
