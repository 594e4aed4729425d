/* The line editors that draw by themselves, with libedit's line or our own. */
#include "editor/editor.h"

#include "editor/editor_common.h"
#include "editor/editor_external.h"
#include "editor/editor_line.h"
#include "editor/editor_match.h"
#include "editor/editor_paste.h"
#include "editor/editor_search.h"
#include "editor/editor_view.h"
#include "out/window.h"
#include "util/alloc.h"
#include "util/strv.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Bytes of typed-ahead input processed before events get their turn. */
#define READ_AT_ONCE 4096

/* Ctrl-D, which means end of input on an empty line. */
#define KEY_EOF 0x04

static const struct span nothing = { "", 0 };

static struct {
	struct editor_hooks hooks;
	int cancel_fd;
	struct termios usual; /* terminal modes while the prompt is down */
	bool marks_paste;     /* bracketed paste is enabled */
	bool shown;
	bool secret;          /* the typed line holds a secret, or did */
	bool listed;          /* the last key listed candidates */
	char *prompt;
	struct editor_view view;
	char *kept;           /* what editor_hide() kept */
	size_t kept_point;
	struct buf key;       /* bytes of an incomplete key */
	struct strv history;
	struct editor_search search;
	struct editor_paste paste;
} editor = {
	.cancel_fd = -1, .key = BUF_INIT_SECRET, .paste = EDITOR_PASTE_INIT,
};

/* ---- drawing */

/* Erases the line, writes `above` (whole lines) and redraws. */
static void draw(struct span above)
{
	if (editor.search.on)
		editor_search_draw(&editor.search, &editor.history,
			&editor.view, above);
	else
		editor_view_draw(&editor.view, above, editor.prompt,
			editor_line_text(), editor_line_point(), &editor.hooks);
}

int editor_own_wait(void)
{
	struct pollfd wait[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = editor.cancel_fd, .events = POLLIN },
	};

	draw(nothing);
	while (poll(wait, 2, -1) < 0) {
		/* A signal interrupts poll() even with SA_RESTART. */
		if (editor.cancel_fd < 0)
			return -1;
	}
	return wait[1].revents ? -1 : editor_paste_read_byte();
}

/* ---- up and down */

/* Keys still send signals, and typed-ahead input is not discarded. */
static void set_modes(void)
{
	struct termios raw = editor.usual;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

static void put_up(void)
{
	tcgetattr(STDIN_FILENO, &editor.usual);
	editor_line_up();
	set_modes();
	if (editor.kept)
		editor_line_set(editor.kept, editor.kept_point);
	editor_common_set(&editor.kept, NULL);
	editor.shown = true;
	editor.view.row = 0;
	if (editor.marks_paste)
		editor_common_put(span_of(EDITOR_PASTE_ON));
	draw(nothing);
}

static void note_secret(void)
{
	editor.secret = editor.secret || editor_common_is_secret(&editor.hooks,
		editor_line_text());
}

static void take_down(void)
{
	note_secret();
	if (editor.marks_paste)
		editor_common_put(span_of(EDITOR_PASTE_OFF));
	buf_reset(&editor.key);
	editor_line_down();
	if (editor.secret)
		editor_line_wipe();
	editor.secret = false;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &editor.usual);
	editor.shown = false;
}

static void end_line(bool end_of_input)
{
	char *line = span_copy(editor_line_text());

	editor_view_leave(&editor.view, editor.prompt, editor_line_text(), "");
	take_down();
	/* Line ends typed with Ctrl-V Ctrl-J must not end up in the line. */
	for (char *at = line; *at; at++)
		*at = *at == '\n' ? ' ' : *at;
	editor.hooks.line(editor.hooks.arg, end_of_input ? NULL : line);
	editor_common_set(&line, NULL);
}

/* ---- completing, searching, pasting */

static void complete(bool listed)
{
	struct editor_match match = { 0 };
	struct buf text = BUF_INIT_SECRET;
	struct span line = editor_line_text();
	size_t point = editor_line_point();

	editor_match_find(&match, &editor.hooks, line.at, point);
	if (match.changes) {
		buf_add(&text, line.at, match.list.start);
		buf_add_string(&text, match.insert);
		buf_add_span(&text, span_from(line, match.end));
		editor_line_set(buf_text(&text),
			match.list.start + strlen(match.insert));
	} else if (match.list.len > 1) {
		if (editor_match_format(&match, listed, &text))
			draw(buf_span(&text));
		else
			editor_common_page(&editor.hooks, &text);
		editor.listed = true;
	}
	buf_clear(&text);
	editor_match_clear(&match);
}

/* Returns false if the key has its usual meaning. */
static bool search(enum editor_key key)
{
	bool used = editor_search_key(&editor.search, &editor.history, key,
		buf_span(&editor.key));

	/* The line found is the edited line from now on. */
	if (!editor.search.on)
		editor_line_set(editor_search_line(&editor.search,
			&editor.history), editor.search.place);
	return used;
}

static void end_search(void)
{
	if (editor.search.on)
		search(EDITOR_KEY_NONE);
}

static void paste(void)
{
	struct buf text = BUF_INIT_SECRET;

	editor_paste_read(&editor.paste, editor_paste_read_byte,
		editor_line_text().at, editor_line_point(), &text);
	editor_line_insert(buf_span(&text));
	buf_clear(&text);
}

/* Runs pasted lines as if each had been typed at a new prompt. */
static void type_pasted(void)
{
	struct buf *text = &editor.paste.text;
	char *line;

	while (editor.shown && (line = editor_paste_take_line(text)) != NULL) {
		editor_line_set(line, strlen(line));
		editor_common_set(&line, NULL);
		end_line(false);
	}
	if (!editor_pending())
		return;
	editor_line_set(buf_text(text), text->len - editor.paste.behind);
	buf_clear(text);
}

/* ---- keys */

static void act(enum editor_key key)
{
	bool listed = editor.listed;

	editor.listed = false;
	switch (key) {
	case EDITOR_KEY_ENTER:
		end_line(false);
		break;
	case EDITOR_KEY_CLEAR:
		editor_view_clear(&editor.view);
		break;
	case EDITOR_KEY_COMPLETE:
		complete(listed);
		break;
	case EDITOR_KEY_SEARCH:
		editor_search_start(&editor.search, &editor.history,
			editor_line_text().at, editor_line_point());
		break;
	case EDITOR_KEY_PASTE:
		paste();
		break;
	case EDITOR_KEY_EXTERNAL:
		editor_hide(true);
		editor_external_run(&editor.hooks, &editor.kept,
			&editor.kept_point, &editor.paste);
		put_up();
		break;
	default:
		if (!editor_line_key(key, buf_span(&editor.key)))
			end_line(false);
		break;
	}
}

static void take_key(enum editor_key key)
{
	bool quoting = editor_line_is_quoting();

	if (key == EDITOR_KEY_PART)
		return;
	/* The key may cut the line: in vi mode, any. */
	if (key != EDITOR_KEY_TEXT || editor_line_is_vi())
		note_secret();
	if (quoting)
		key = EDITOR_KEY_NONE;
	if (!editor.search.on || !search(key)) {
		if (*editor.key.data == KEY_EOF && !quoting &&
			!editor_line_text().len)
			end_line(true);
		else
			act(key);
	}
	buf_reset(&editor.key);
}

static void take_keys(void)
{
	struct pollfd more = { .fd = STDIN_FILENO, .events = POLLIN };

	for (size_t i = 0; i < READ_AT_ONCE; i++) {
		int byte = editor_paste_read_byte();

		if (byte < 0) {
			end_line(true);
			return;
		}
		take_key(editor_keys_add(&editor.key, (char)byte));
		if (!editor.shown || editor_pending() ||
			poll(&more, 1, 0) < 1)
			break;
	}
}

/* ---- the interface */

bool editor_load(struct error *error)
{
	(void)error;
	return true;
}

void editor_open(const struct editor_hooks *hooks)
{
	editor.hooks = *hooks;
	editor.marks_paste = !window_is_dumb();
	/* Without colours a hint would look like typed text. */
	if (window_is_dumb())
		editor.hooks.hint = NULL;
	editor_line_open(&editor.history);
}

void editor_set_cancel_fd(int fd)
{
	editor.cancel_fd = fd;
}

void editor_close(void)
{
	editor_hide(false);
	editor_clear_history();
	editor_line_close();
	editor_search_clear(&editor.search);
	buf_clear(&editor.paste.text);
	buf_clear(&editor.key);
	editor_common_set(&editor.prompt, NULL);
}

void editor_show(const char *prompt)
{
	editor_set_prompt(prompt);
	if (!editor.shown)
		put_up();
}

void editor_hide(bool keep)
{
	if (!keep)
		editor_common_set(&editor.kept, NULL);
	if (!editor.shown)
		return;
	end_search();
	if (keep) {
		editor_common_set(&editor.kept, editor_line_text().at);
		editor.kept_point = editor_line_point();
	}
	editor_view_erase(&editor.view);
	take_down();
}

bool editor_shown(void)
{
	return editor.shown;
}

void editor_set_prompt(const char *prompt)
{
	editor_common_set(&editor.prompt, prompt);
	if (editor.shown)
		draw(nothing);
}

bool editor_pending(void)
{
	return editor.shown && editor.paste.text.len;
}

void editor_read(void)
{
	if (!editor.shown)
		return;
	if (!editor_pending())
		take_keys();
	type_pasted();
	if (editor.shown)
		draw(nothing);
}

void editor_print_above(struct span lines)
{
	if (editor.shown)
		draw(lines);
	else
		editor_common_put(lines);
}

void editor_interrupt(void)
{
	buf_clear(&editor.paste.text);
	if (!editor.shown)
		return;
	end_search();
	editor_view_leave(&editor.view, editor.prompt, editor_line_text(),
		"^C");
	take_down();
	put_up();
}

void editor_resize(void)
{
	if (editor.shown)
		draw(nothing);
}

void editor_add_history(const char *line)
{
	strv_add(&editor.history, line);
	editor_line_add_history(line);
}

void editor_clear_history(void)
{
	for (size_t i = 0; i < editor.history.len; i++)
		alloc_wipe(editor.history.items[i],
			strlen(editor.history.items[i]));
	strv_clear(&editor.history);
	editor_line_clear_history();
}
