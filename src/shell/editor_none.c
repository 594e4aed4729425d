/* The line editor of a build without a library: small, and enough to work. */
#include "shell/editor.h"

#include "shell/editor_common.h"
#include "shell/editor_keys.h"
#include "shell/editor_match.h"
#include "util/alloc.h"
#include "util/strv.h"
#include "util/text.h"
#include "util/utf8.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Typed ahead: so many bytes are taken at once, then events have their turn. */
#define READ_AT_ONCE 4096

static struct {
	struct editor_hooks hooks;
	struct termios usual; /* the terminal's modes while the prompt is down */
	bool shown;
	char *prompt;
	struct buf line;
	size_t point;         /* of the cursor, bytes into `line` */
	size_t row;           /* of the cursor, from the prompt's own row */
	struct buf key;       /* bytes of a key that is not complete yet */
	struct strv history;
	size_t recalled;      /* which line of it is shown; its end: none */
	char *draft;          /* what was typed before one was recalled */
} editor = { .line = BUF_INIT_SECRET };

/* ---- drawing */

static void add_erase(struct buf *out)
{
	buf_add_char(out, '\r');
	if (editor.row)
		buf_print(out, "\033[%zuA", editor.row);
	buf_add_string(out, "\033[J");
	editor.row = 0;
}

static void add_line(struct buf *out)
{
	struct editor_cells at = { 0, 0 }, cursor;
	struct span line = buf_span(&editor.line);
	struct span before = { line.at, editor.point };
	size_t columns = editor_cells_columns();

	editor_cells_add_prompt(&at, editor.prompt, columns, out);
	editor_cells_add(&at, before, columns, out);
	cursor = at;
	editor_cells_add(&at, span_from(line, editor.point), columns, out);
	/* Behind a full row a terminal waits before it goes to the next. */
	if (at.row && !at.column)
		buf_add_string(out, "\r\n");
	buf_add_char(out, '\r');
	if (at.row > cursor.row)
		buf_print(out, "\033[%zuA", at.row - cursor.row);
	if (cursor.column)
		buf_print(out, "\033[%zuC", cursor.column);
	editor.row = cursor.row;
}

/* Erases, adds `above` (whole lines) and draws anew. */
static void redraw(struct span above)
{
	struct buf out = BUF_INIT;

	add_erase(&out);
	buf_add_span(&out, above);
	add_line(&out);
	editor_common_put(buf_span(&out));
	buf_clear(&out);
}

/* The cursor to the start of an empty row, below what is typed. */
static void leave_line(const char *mark)
{
	struct editor_cells end = editor_cells_place(editor.prompt,
		buf_span(&editor.line), editor_cells_columns());

	/* Keys that came together were not drawn one by one. */
	editor.point = editor.line.len;
	redraw((struct span){ "", 0 });
	editor_common_leave(end, end, mark);
	editor.row = 0;
}

/* ---- the line */

static void set_line(const char *text)
{
	buf_reset(&editor.line);
	buf_add_string(&editor.line, text);
	editor.point = editor.line.len;
}

/* Puts `text` in place of the bytes from `from` to `to`; the cursor behind. */
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
	return at + editor_cells_first(span_from(buf_span(&editor.line), at));
}

static size_t previous_place(size_t at)
{
	size_t place = 0;

	while (place < at && next_place(place) < at)
		place = next_place(place);
	return place;
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
	if (which > editor.history.len)
		return;
	if (editor.recalled == editor.history.len) {
		free(editor.draft);
		editor.draft = alloc_string(buf_text(&editor.line));
	}
	editor.recalled = which;
	set_line(which < editor.history.len ? editor.history.items[which] :
		editor.draft);
}

static void complete(void)
{
	struct editor_match match = { 0 };
	struct buf list = BUF_INIT;

	editor_match_find(&match, &editor.hooks, buf_text(&editor.line),
		editor.point);
	if (match.changes) {
		replace(match.list.start, editor.point, span_of(match.insert));
	} else if (match.list.len > 1) {
		editor_match_format(&match, &list);
		redraw(buf_span(&list));
	}
	buf_clear(&list);
	editor_match_clear(&match);
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

static void act(enum editor_key key)
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
	case EDITOR_KEY_CLEAR:
		editor_common_put(span_of("\033[H\033[2J"));
		editor.row = 0;
		break;
	case EDITOR_KEY_COMPLETE:
		complete();
		break;
	case EDITOR_KEY_TEXT:
		replace(point, point, buf_span(&editor.key));
		break;
	default:
		move(key);
		break;
	}
}

/* ---- the interface */

const char *editor_name(void)
{
	return "none";
}

void editor_open(const struct editor_hooks *hooks)
{
	editor.hooks = *hooks;
}

void editor_set_cancel_fd(int fd)
{
	(void)fd;
}

void editor_close(void)
{
	editor_hide(false);
	editor_clear_history();
	free(editor.prompt);
	editor.prompt = NULL;
}

void editor_show(const char *prompt)
{
	struct termios raw;

	if (editor.shown) {
		editor_set_prompt(prompt);
		return;
	}
	tcgetattr(STDIN_FILENO, &editor.usual);
	raw = editor.usual;
	/* Signals still come from keys; typed ahead is not thrown away. */
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	editor.shown = true;
	editor.row = 0;
	editor_set_prompt(prompt);
}

static void take_down(void)
{
	editor.shown = false;
	buf_reset(&editor.key);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &editor.usual);
}

static void forget_line(void)
{
	set_line("");
	free(editor.draft);
	editor.draft = NULL;
	editor.recalled = editor.history.len;
}

void editor_hide(bool keep)
{
	struct buf out = BUF_INIT;

	if (editor.shown) {
		add_erase(&out);
		editor_common_put(buf_span(&out));
		take_down();
	}
	if (!keep) {
		forget_line();
		buf_clear(&editor.line);
		buf_clear(&editor.key);
	}
	buf_clear(&out);
}

bool editor_shown(void)
{
	return editor.shown;
}

void editor_set_prompt(const char *prompt)
{
	char *copy = alloc_string(prompt);

	free(editor.prompt);
	editor.prompt = copy;
	if (editor.shown)
		redraw((struct span){ "", 0 });
}

static void end_line(bool end_of_input)
{
	char *line = alloc_string(buf_text(&editor.line));

	leave_line("");
	take_down();
	forget_line();
	editor.hooks.line(editor.hooks.arg, end_of_input ? NULL : line);
	editor_common_set(&line, NULL);
}

bool editor_pending(void)
{
	return false;
}

void editor_read(void)
{
	struct pollfd more = { .fd = STDIN_FILENO, .events = POLLIN };

	for (size_t i = 0; i < READ_AT_ONCE; i++) {
		enum editor_key key = EDITOR_KEY_DELETE;
		char byte;
		ssize_t got = read(STDIN_FILENO, &byte, 1);

		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			break;
		if (got == 1)
			key = editor_keys_add(&editor.key, byte);
		if (got < 1 ||
			(key == EDITOR_KEY_DELETE && !editor.line.len)) {
			end_line(true);
			return;
		}
		if (key == EDITOR_KEY_ENTER) {
			end_line(false);
			return;
		}
		act(key);
		if (key != EDITOR_KEY_PART)
			buf_reset(&editor.key);
		if (poll(&more, 1, 0) < 1)
			break;
	}
	redraw((struct span){ "", 0 });
}

void editor_print_above(struct span lines)
{
	if (editor.shown)
		redraw(lines);
	else
		editor_common_put(lines);
}

void editor_interrupt(void)
{
	if (!editor.shown)
		return;
	leave_line("^C");
	forget_line();
	buf_reset(&editor.key);
	redraw((struct span){ "", 0 });
}

void editor_resize(void)
{
	if (editor.shown)
		redraw((struct span){ "", 0 });
}

void editor_add_history(const char *line)
{
	strv_add(&editor.history, line);
	editor.recalled = editor.history.len;
}

void editor_clear_history(void)
{
	strv_clear(&editor.history);
	editor.recalled = 0;
}
