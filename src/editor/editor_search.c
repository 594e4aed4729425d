/* Ctrl-R for editors that work key by key: a search in the history. */
#include "editor/editor_search.h"

#include "editor/editor_common.h"
#include "util/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *editor_search_line(const struct editor_search *search,
	const struct strv *history)
{
	return search->at < history->len ? history->items[search->at] :
		search->line;
}

/* Finds the last match of `wanted` in `text` that begins before `limit`. */
static bool find_in(const char *text, struct span wanted, size_t limit,
	size_t *place)
{
	size_t len = strlen(text), at;

	if (len < wanted.len)
		return false;
	at = len - wanted.len + 1;
	for (at = at < limit ? at : limit; at; at--) {
		if (memcmp(text + at - 1, wanted.at, wanted.len) == 0) {
			*place = at - 1;
			return true;
		}
	}
	return false;
}

/* Searches older lines, from before `limit` in the line shown. */
static void find(struct editor_search *search, const struct strv *history,
	size_t limit)
{
	const char *shown = editor_search_line(search, history);
	size_t at = search->at;

	search->failed = false;
	if (find_in(shown, buf_span(&search->wanted), limit, &search->place))
		return;
	while (at--) {
		const char *line = history->items[at];

		if (strcmp(line, shown) != 0 &&
			find_in(line, buf_span(&search->wanted), SIZE_MAX,
				&search->place)) {
			search->at = at;
			return;
		}
	}
	search->failed = true;
}

/* Searches again from the newest line, the one that was typed. */
static void find_again(struct editor_search *search,
	const struct strv *history)
{
	search->at = history->len;
	search->place = strlen(search->line);
	search->failed = false;
	if (search->wanted.len)
		find(search, history, SIZE_MAX);
}

static void erase_last(struct buf *wanted)
{
	size_t len = wanted->len;

	while (len && ((unsigned char)wanted->data[len - 1] & 0xc0) == 0x80)
		len--;
	buf_truncate(wanted, len ? len - 1 : 0);
}

void editor_search_start(struct editor_search *search,
	const struct strv *history, const char *line, size_t point)
{
	search->on = true;
	search->failed = false;
	search->at = history->len;
	search->place = search->point = point;
	editor_common_set(&search->line, line);
	buf_reset(&search->wanted);
}

bool editor_search_key(struct editor_search *search,
	const struct strv *history, enum editor_key key, struct span bytes)
{
	switch (key) {
	case EDITOR_KEY_TEXT:
		buf_add_span(&search->wanted, bytes);
		if (!search->failed)
			find(search, history, search->place + 1);
		return true;
	case EDITOR_KEY_ERASE:
		erase_last(&search->wanted);
		find_again(search, history);
		return true;
	case EDITOR_KEY_SEARCH:
		if (search->wanted.len) {
			find(search, history, search->place);
		} else if (search->last) {
			buf_add_string(&search->wanted, search->last);
			find(search, history, search->place + 1);
		}
		return true;
	case EDITOR_KEY_ABORT:
		search->on = false;
		search->at = history->len;
		search->place = search->point;
		return true;
	default:
		search->on = false;
		editor_common_set(&search->last, buf_text(&search->wanted));
		return false;
	}
}

void editor_search_draw(const struct editor_search *search,
	const struct strv *history, struct editor_view *view,
	struct span above)
{
	char *prompt = alloc_print("(%sreverse-i-search)`%s': ",
		search->failed ? "failed " : "", buf_text(&search->wanted));

	editor_view_draw(view, above, prompt,
		span_of(editor_search_line(search, history)), search->place,
		NULL);
	free(prompt);
}

void editor_search_clear(struct editor_search *search)
{
	editor_common_set(&search->line, NULL);
	editor_common_set(&search->last, NULL);
	buf_clear(&search->wanted);
	*search = (struct editor_search){ 0 };
}
