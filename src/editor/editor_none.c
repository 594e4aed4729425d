/* The editable line of a build without a library, with the essential keys. */
#include "editor/editor.h"

#include "editor/editor_common.h"
#include "editor/editor_line.h"
#include "util/buf.h"
#include "util/cells.h"
#include "util/text.h"

#include <string.h>

static struct {
	struct buf line;
	size_t point;         /* of the cursor, bytes into `line` */
	const struct strv *history;
	size_t recalled;      /* the history line shown; its length: none */
	char *draft;          /* the typed text before one was recalled */
} editor = { .line = BUF_INIT_SECRET };

/* ---- the line */

/* Replaces the bytes from `from` to `to`; the cursor follows `text`. */
static void replace(size_t from, size_t to, struct span text)
{
	struct buf line = BUF_INIT_SECRET;

	buf_add_span(&line, (struct span){ buf_text(&editor.line), from });
	buf_add_span(&line, text);
	editor.point = line.len;
	buf_add_span(&line, span_from(buf_span(&editor.line), to));
	buf_clear(&editor.line);
	editor.line = line;
}

static size_t next_place(size_t at)
{
	return at + cells_first(span_from(buf_span(&editor.line), at));
}

static size_t previous_place(size_t at)
{
	return cells_last((struct span){ buf_text(&editor.line), at });
}

static size_t word_place(size_t at)
{
	const char *text = buf_text(&editor.line);

	while (at && text_is_blank(text[at - 1]))
		at--;
	while (at && !text_is_blank(text[at - 1]))
		at--;
	return at;
}

static void recall(size_t which)
{
	const char *text;

	if (which > editor.history->len)
		return;
	if (editor.recalled == editor.history->len)
		editor_common_set(&editor.draft, buf_text(&editor.line));
	editor.recalled = which;
	text = which < editor.history->len ? editor.history->items[which] :
		editor.draft;
	editor_line_set(text, strlen(text));
}

/* ---- keys */

static void move(enum editor_key key)
{
	switch (key) {
	case EDITOR_KEY_START:
		editor.point = 0;
		break;
	case EDITOR_KEY_END:
		editor.point = editor.line.len;
		break;
	case EDITOR_KEY_BACK:
		editor.point = previous_place(editor.point);
		break;
	case EDITOR_KEY_FORWARD:
		editor.point = next_place(editor.point);
		break;
	case EDITOR_KEY_UP:
		recall(editor.recalled - 1);
		break;
	case EDITOR_KEY_DOWN:
		recall(editor.recalled + 1);
		break;
	default:
		break;
	}
}

bool editor_line_key(enum editor_key key, struct span bytes)
{
	size_t point = editor.point, end = editor.line.len;
	struct span nothing = { "", 0 };

	switch (key) {
	case EDITOR_KEY_ERASE:
		replace(previous_place(point), point, nothing);
		break;
	case EDITOR_KEY_DELETE:
		replace(point, next_place(point), nothing);
		editor.point = point;
		break;
	case EDITOR_KEY_CUT_BEFORE:
		replace(0, point, nothing);
		break;
	case EDITOR_KEY_CUT_BEHIND:
		replace(point, end, nothing);
		break;
	case EDITOR_KEY_CUT_WORD:
		replace(word_place(point), point, nothing);
		break;
	case EDITOR_KEY_TEXT:
		replace(point, point, bytes);
		break;
	default:
		move(key);
		break;
	}
	return true;
}

bool editor_line_is_vi(void)
{
	return false;
}

bool editor_line_is_quoting(void)
{
	return false;
}

/* ---- the interface */

const char *editor_name(void)
{
	return "none";
}

void editor_line_open(const struct strv *history)
{
	editor.history = history;
}

void editor_line_close(void)
{
	editor_line_down();
}

void editor_line_up(void)
{
	editor.recalled = editor.history->len;
}

void editor_line_down(void)
{
	editor_common_set(&editor.draft, NULL);
	buf_clear(&editor.line);
	editor.point = 0;
}

/* Cut text is not kept. */
void editor_line_wipe(void)
{
}

struct span editor_line_text(void)
{
	return (struct span){ buf_text(&editor.line), editor.line.len };
}

size_t editor_line_point(void)
{
	return editor.point;
}

void editor_line_set(const char *text, size_t point)
{
	replace(0, editor.line.len, span_of(text));
	editor.point = point;
}

void editor_line_insert(struct span text)
{
	replace(editor.point, editor.point, text);
}

/* The history given to editor_line_open() already has it. */
void editor_line_add_history(const char *line)
{
	(void)line;
	editor.recalled = editor.history->len;
}

void editor_line_clear_history(void)
{
	editor.recalled = 0;
}
