/* Completion candidates: matched with the typed text, quoted, and listed. */
#include "complete/candidates.h"

#include "line/quote.h"
#include "util/alloc.h"
#include "util/escape.h"
#include "util/span.h"
#include "util/text.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- quoting */

/* Appends the whole candidate as it is typed: in the quotes that are open. */
static void add_typed(const struct candidates *candidates, struct buf *to,
	struct span text, bool ends)
{
	const struct context *context = candidates->context;
	struct span value = span_from(text, candidates->prefix.len);
	size_t from = context->quote_at;
	char quote = context->quote;

	if (context->bare) {
		buf_add_span(to, text);
		return;
	}
	/* A value that has begun without quotes goes on without. */
	if (!quote && !*candidates->typed && quote_is_needed(value)) {
		from = candidates->prefix.len;
		quote = '"';
	}
	if (!quote)
		from = text.len;
	quote_add(to, (struct span){ text.at, from }, '\0');
	if (quote)
		buf_add_char(to, quote);
	quote_add(to, span_from(text, from), quote);
	if (quote && ends)
		buf_add_char(to, quote);
}

/* Nearly all candidates are ASCII, which saves the escaping. */
static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* Returns true if the text is safe on a terminal. */
static bool is_harmless(const char *text, bool bare)
{
	struct buf shown = BUF_INIT;
	struct span span = span_of(text);
	bool harmless = utf8_valid(span) && !(bare && strchr(text, '\n'));

	if (is_ascii(text))
		return true;
	escape_add_terminal(&shown, span, ESCAPE_TEXT);
	harmless = harmless && shown.len == span.len;
	buf_clear(&shown);
	return harmless;
}

/*
 * Makes the text one line without TAB, since `complete` separates text and
 * description with TAB.
 */
static char *harmless_copy(const char *text)
{
	struct buf shown = BUF_INIT;
	struct span span = span_of(text);

	if (is_ascii(text))
		return alloc_string(text);
	escape_add_terminal(&shown, span, ESCAPE_LINE);
	for (size_t i = 0; i < shown.len; i++)
		if (shown.data[i] == '\t')
			shown.data[i] = ' ';
	return buf_steal(&shown);
}

/* ---- candidates */

void candidates_init(struct candidates *candidates, struct session *session,
	const struct context *context, struct complete_list *list)
{
	*candidates = (struct candidates){
		.session = session,
		.context = context,
		.list = list,
		.typed = buf_text(&context->word),
	};
	list->start = context->start;
}

void candidates_skip(struct candidates *candidates, size_t len,
	const char *spelled)
{
	buf_reset(&candidates->prefix);
	buf_add_string(&candidates->prefix, spelled);
	candidates->typed = buf_text(&candidates->context->word) + len;
}

void candidates_skip_typed(struct candidates *candidates, size_t len)
{
	buf_add(&candidates->prefix, candidates->typed, len);
	candidates->typed += len;
}

void candidates_skip_list(struct candidates *candidates)
{
	const char *comma = strrchr(candidates->typed, ',');

	if (comma)
		candidates_skip_typed(candidates,
			(size_t)(comma + 1 - candidates->typed));
}

/* Returns true if `text` is already in the typed comma-separated list. */
static bool is_in_list(const struct candidates *candidates, const char *text)
{
	struct span list = buf_span(&candidates->prefix);
	size_t len = strlen(text);

	if (!list.len || list.at[list.len - 1] != ',')
		return false;
	for (size_t i = 0; i + len < list.len; i++)
		if ((!i || strchr(",=", list.at[i - 1])) &&
			list.at[i + len] == ',' && span_equal_nocase(
			(struct span){ list.at + i, len }, text))
			return true;
	return false;
}

bool candidates_search(const struct candidates *candidates)
{
	enum { SHORTEST = 2 };
	const char *typed = candidates->typed;

	/* A number is a whole name. */
	return strlen(typed) >= SHORTEST &&
		!text_consists_of(typed, "0123456789");
}

static bool has_beginning(const struct candidates *candidates, const char *text)
{
	return span_starts_nocase(span_of(text), candidates->typed);
}

bool candidates_fits(const struct candidates *candidates, const char *text)
{
	return (has_beginning(candidates, text) || (!candidates->list->len &&
		candidates_search(candidates) && span_contains_nocase(
		span_of(text), candidates->typed))) &&
		!is_in_list(candidates, text);
}

/* Returns where the candidate belongs. */
static struct complete_list *choose_list(struct candidates *candidates,
	const char *text)
{
	if (!has_beginning(candidates, text))
		return &candidates->others;
	/* From now on the others do not matter. */
	if (!candidates->list->len)
		candidates->some_end = false;
	return candidates->list;
}

void candidates_add(struct candidates *candidates, const char *text,
	const char *description, enum candidates_end end)
{
	struct complete_list *list;
	struct buf whole = BUF_INIT, typed = BUF_INIT;
	char *about = NULL;

	if (!candidates_fits(candidates, text))
		return;
	list = choose_list(candidates, text);
	buf_add_span(&whole, buf_span(&candidates->prefix));
	buf_add_string(&whole, text);
	if (!is_harmless(buf_text(&whole), candidates->context->bare))
		goto out;
	add_typed(candidates, &typed, buf_span(&whole), end == CANDIDATES_END);
	if (description && *description)
		about = harmless_copy(description);
	complete_list_add(list, buf_text(&typed), about);
	candidates->some_end |= end == CANDIDATES_END;
out:
	buf_clear(&whole);
	buf_clear(&typed);
	free(about);
}

void candidates_want_files(struct candidates *candidates)
{
	const struct context *context = candidates->context;

	candidates->list->file_names = true;
	/* The prefix was typed without quotes: it stays. */
	if (!context->quote || context->quote_at >= candidates->prefix.len)
		candidates->list->start += candidates->prefix.len;
}

void candidates_clear(struct candidates *candidates)
{
	struct complete_list *list = candidates->list;

	if (!list->len && !list->file_names)
		complete_list_take(list, &candidates->others);
	complete_list_clear(&candidates->others);
	complete_list_sort(list, candidates->nocase);
	list->no_blank = list->len && !candidates->some_end;
	pairs_clear(&candidates->options);
	buf_clear(&candidates->prefix);
}
