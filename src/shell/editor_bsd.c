/* The line editor with libedit, through its imitation of readline. */
#include "shell/editor.h"

#include "shell/editor_cells.h"
#include "shell/editor_common.h"
#include "shell/editor_match.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <editline/readline.h>

/* Keys: one that leaves a search, and one that cannot be typed (VQUIT). */
#define KEY_ABORT 0x07
/* A search without success takes one to go back, and another. */
#define ABORTS 8
#define KEY_NOTHING 0x1c

/* For lines of so many characters of four bytes there is room; see there. */
#define ROOM 4096
#define ROOM_STEP 256

static struct {
	struct editor_hooks hooks;
	bool ready;           /* libedit has read the user's settings */
	bool shown;
	struct termios usual; /* the terminal's modes while the prompt is down */
	size_t columns;       /* the width that the line was drawn for */
	char *prompt;
	char *kept;           /* what editor_hide() kept */
	int kept_point;
	bool ended;           /* a line was typed: this, or NULL */
	char *line;
	int cancel_fd;
	bool hung_up;         /* no more keys come */
	size_t aborts;        /* as KEY_ABORT, for the signal that came */
	bool probing;         /* only keys that were pushed back are wanted */
	size_t keys_read;     /* by one call of rl_callback_read_char() */
} editor = { .cancel_fd = -1 };

/* ---- drawing */

static struct editor_cells place(int len)
{
	return editor_cells_place(editor.prompt,
		(struct span){ rl_line_buffer, (size_t)len }, editor.columns);
}

static void erase(void)
{
	struct editor_cells at = place(rl_point);
	struct buf out = BUF_INIT;

	buf_add_char(&out, '\r');
	if (at.row)
		buf_print(&out, "\033[%zuA", at.row);
	buf_add_string(&out, "\033[J");
	editor_common_put(buf_span(&out));
	buf_clear(&out);
}

/* The line anew, from the cursor's row on. Not rl_redisplay(): that types ^R. */
static void draw(void)
{
	editor.columns = editor_cells_columns();
	rl_forced_update_display();
}

/* The cursor to the start of an empty row, below all of the line. */
static void leave_line(const char *mark)
{
	editor_common_leave(place(rl_point), place(rl_end), mark);
}

/* ---- the line's text */

/* How many characters, as libedit counts them; false: it cannot have them. */
static bool count_characters(struct span text, size_t *count)
{
	uint32_t code;

	for (*count = 0; text.len; ++*count) {
		size_t len = utf8_decode(text.at, text.len, &code);

		if (!len)
			return false;
		text = span_from(text, len);
	}
	return true;
}

/*
 * Makes the line `text` with the cursor `point` bytes into it. Replacing the
 * line leaves the cursor where it is if there is text, so it is first brought
 * to its place in a line of blanks.
 */
static void set_line(const char *text, size_t point)
{
	size_t target, all, at = rl_point ? 1 : 0;

	if (!*text || point < at || !count_characters(span_of(text), &all) ||
		!count_characters((struct span){ text, point }, &target))
		return;
	rl_replace_line(" ", 1);
	for (; at < target; at++)
		rl_insert_text(" ");
	rl_replace_line(text, 1);
	/* Brings rl_line_buffer up to date. */
	free(rl_copy_text(0, 1));
	rl_point = (int)point;
	rl_end = (int)strlen(text);
}

/* ---- keys */

static int complete(int count, int key)
{
	struct editor_match match = { 0 };
	struct buf text = BUF_INIT;
	size_t point = (size_t)rl_point;

	(void)count;
	(void)key;
	editor_match_find(&match, &editor.hooks, rl_line_buffer, point);
	if (match.changes) {
		buf_add(&text, rl_line_buffer, match.list.start);
		buf_add_string(&text, match.insert);
		buf_add_string(&text, rl_line_buffer + point);
		erase();
		set_line(buf_text(&text),
			match.list.start + strlen(match.insert));
		draw();
	} else if (match.list.len > 1) {
		editor_match_format(&match, &text);
		editor_print_above(buf_span(&text));
	}
	buf_clear(&text);
	editor_match_clear(&match);
	return 0;
}

static int do_nothing(int count, int key)
{
	(void)count;
	(void)key;
	return 0;
}

/* Waits for a byte; false when that is given up or nothing comes any more. */
static bool read_byte(unsigned char *byte)
{
	struct pollfd wait[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = editor.cancel_fd, .events = POLLIN },
	};
	ssize_t got;

	/* Whatever SA_RESTART says, a signal ends poll(). */
	while (poll(wait, 2, -1) < 0) {
		if (editor.cancel_fd < 0)
			return false;
	}
	if (wait[1].revents)
		return false;
	got = read(STDIN_FILENO, byte, 1);
	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		editor.hung_up = true;
	return got == 1;
}

/*
 * One character, for libedit. In a search libedit waits in here, and keeps all
 * else waiting: a signal has to end that.
 */
static int read_character(FILE *stream)
{
	unsigned char bytes[4];
	uint32_t code;

	(void)stream;
	if (editor.probing)
		return KEY_NOTHING;
	if (editor.aborts) {
		editor.aborts--;
		return KEY_ABORT;
	}
	editor.keys_read++;
	for (size_t len = 0; len < sizeof(bytes);) {
		if (!read_byte(bytes + len)) {
			editor.aborts = ABORTS;
			return editor.hung_up ? -1 : KEY_ABORT;
		}
		len++;
		if (utf8_decode((char *)bytes, len, &code))
			return (int)code;
		if (bytes[0] < 0xc2)
			break;
	}
	return KEY_NOTHING;
}

static void take_line(char *line)
{
	rl_callback_handler_remove();
	editor.ended = true;
	editor.line = line;
}

/* ---- up and down */

/*
 * libedit keeps the line as characters and, for us, as bytes. When versions of
 * before 2024 move the bytes because they need more room they forget to tell
 * rl_line_buffer, which they set only when they move the characters. So both
 * get room here, first for bytes, then for characters. What it turns into bytes
 * goes on to the next NUL, so there are some NULs left in the old text.
 */
static void make_room(void)
{
	const char *big = MB_CUR_MAX > 1 ? "\xf0\x9f\xa7\x85" : " ";
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < ROOM; i++)
		buf_add_string(&text, big);
	rl_insert_text(text.data);
	free(rl_copy_text(0, 1));
	rl_insert_text(text.data);
	memset(text.data, ' ', text.len);
	for (size_t len = 2 * ROOM - ROOM_STEP; len; len -= ROOM_STEP) {
		if (len > text.len)
			continue;
		text.data[len] = '\0';
		rl_replace_line(text.data, 1);
	}
	rl_replace_line(" ", 1);
	buf_clear(&text);
}

static void prepare(void)
{
	if (editor.ready)
		return;
	editor.ready = true;
	rl_readline_name = "torctl";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_getc_function = read_character;
	rl_initialize();
	rl_add_defun("torctl-complete", complete, '\t');
	rl_add_defun("torctl-nothing", do_nothing, KEY_NOTHING);
	make_room();
}

static void put_up(void)
{
	char *kept = editor.kept;

	tcgetattr(STDIN_FILENO, &editor.usual);
	editor.columns = editor_cells_columns();
	rl_point = rl_end = 0;
	rl_callback_handler_install(editor.prompt, take_line);
	editor.shown = true;
	if (kept) {
		erase();
		set_line(kept, (size_t)editor.kept_point);
		draw();
		editor_common_set(&editor.kept, NULL);
	}
}

/* The handler is gone, or goes now; the terminal is in its usual mode. */
static void take_down(void)
{
	rl_callback_handler_remove();
	fflush(stdout);
	/* Not quite what libedit thinks that they are. */
	tcsetattr(STDIN_FILENO, TCSADRAIN, &editor.usual);
	editor.shown = false;
}

/* ---- the interface */

const char *editor_name(void)
{
	/* It does not say which version it is. */
	return "libedit";
}

void editor_open(const struct editor_hooks *hooks)
{
	editor.hooks = *hooks;
}

void editor_set_cancel_fd(int fd)
{
	editor.cancel_fd = fd;
}

void editor_close(void)
{
	editor_hide(false);
	if (editor.ready)
		clear_history();
	editor_common_set(&editor.prompt, NULL);
}

void editor_show(const char *prompt)
{
	if (editor.shown) {
		editor_set_prompt(prompt);
		return;
	}
	editor_common_set(&editor.prompt, prompt);
	prepare();
	put_up();
}

void editor_hide(bool keep)
{
	if (!keep)
		editor_common_set(&editor.kept, NULL);
	if (!editor.shown)
		return;
	if (keep && rl_end) {
		free(editor.kept);
		editor.kept = alloc_bytes(rl_line_buffer, (size_t)rl_end);
		editor.kept_point = rl_point;
	}
	erase();
	take_down();
}

bool editor_shown(void)
{
	return editor.shown;
}

void editor_set_prompt(const char *prompt)
{
	if (!editor.shown || strcmp(prompt, editor.prompt) == 0) {
		editor_common_set(&editor.prompt, prompt);
		return;
	}
	erase();
	editor_common_set(&editor.prompt, prompt);
	rl_set_prompt(editor.prompt);
	draw();
}

/* At the end of input libedit stays in the row, and writes ^D into it. */
static void leave_prompt(void)
{
	struct editor_cells at = { 0, 0 };
	struct buf out = BUF_INIT;

	buf_add_char(&out, '\r');
	editor_cells_add_prompt(&at, editor.prompt, editor.columns, &out);
	buf_add_string(&out, "\033[J\n");
	editor_common_put(buf_span(&out));
	buf_clear(&out);
}

static void deliver(void)
{
	char *line = editor.line;

	editor.ended = false;
	editor.line = NULL;
	take_down();
	if (!line)
		leave_prompt();
	editor.hooks.line(editor.hooks.arg, line);
	editor_common_set(&line, NULL);
}

bool editor_pending(void)
{
	return false;
}

void editor_read(void)
{
	if (!editor.shown)
		return;
	/* An emptied line leaves them as they were. */
	rl_point = rl_end = 0;
	editor.keys_read = editor.aborts = 0;
	rl_callback_read_char();
	/* The key that ended a search is pushed back and would stay there. */
	if (editor.keys_read > 1 && !editor.ended && !editor.hung_up) {
		rl_point = rl_end = 0;
		editor.probing = true;
		rl_callback_read_char();
		editor.probing = false;
	}
	if (editor.hung_up && !editor.ended)
		take_line(NULL);
	if (editor.ended)
		deliver();
}

void editor_print_above(struct span lines)
{
	if (editor.shown)
		erase();
	editor_common_put(lines);
	if (editor.shown)
		draw();
}

void editor_interrupt(void)
{
	if (!editor.shown)
		return;
	leave_line("^C");
	take_down();
	put_up();
}

void editor_resize(void)
{
	if (!editor.shown)
		return;
	erase();
	rl_resize_terminal();
	draw();
}

void editor_add_history(const char *line)
{
	prepare();
	add_history(line);
}

void editor_clear_history(void)
{
	prepare();
	clear_history();
}
