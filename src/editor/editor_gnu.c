/* The line editor with GNU Readline, in callback mode. */
#include "config.h"

#include "editor/editor.h"

#include "editor/editor_cells.h"
#include "editor/editor_common.h"
#include "editor/editor_external.h"
#include "editor/editor_match.h"
#include "editor/editor_paste.h"
#include "out/window.h"
#include "util/alloc.h"
#include "util/library.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#ifdef HAVE_MALLOC_USABLE_SIZE
#ifdef __FreeBSD__
#include <malloc_np.h>
#else
#include <malloc.h>
#endif
#endif

#include <readline/history.h>
#include <readline/readline.h>

/* The functions and variables of readline that are used. */
#define SYMBOLS(X) \
	X(add_history) \
	X(history_length) \
	X(rl_attempted_completion_function) \
	X(rl_attempted_completion_over) \
	X(rl_bind_keyseq) \
	X(rl_bind_keyseq_if_unbound_in_map) \
	X(rl_callback_handler_install) \
	X(rl_callback_handler_remove) \
	X(rl_callback_read_char) \
	X(rl_callback_sigcleanup) \
	X(rl_catch_signals) \
	X(rl_catch_sigwinch) \
	X(rl_change_environment) \
	X(rl_clear_history) \
	X(rl_clear_visible_line) \
	X(rl_completer_word_break_characters) \
	X(rl_completion_display_matches_hook) \
	X(rl_completion_suppress_append) \
	X(rl_completion_type) \
	X(rl_delete_text) \
	X(rl_editing_mode) \
	X(rl_end) \
	X(rl_forced_update_display) \
	X(rl_free_line_state) \
	X(rl_free_undo_list) \
	X(rl_get_keymap_by_name) \
	X(rl_getc) \
	X(rl_getc_function) \
	X(rl_ignore_completion_duplicates) \
	X(rl_initialize) \
	X(rl_input_available_hook) \
	X(rl_insert_text) \
	X(rl_instream) \
	X(rl_kill_text) \
	X(rl_library_version) \
	X(rl_line_buffer) \
	X(rl_outstream) \
	X(rl_point) \
	X(rl_read_key) \
	X(rl_readline_name) \
	X(rl_readline_state) \
	X(rl_redisplay) \
	X(rl_replace_line) \
	X(rl_reset_screen_size) \
	X(rl_resize_terminal) \
	X(rl_restore_prompt) \
	X(rl_set_keyboard_input_timeout) \
	X(rl_set_prompt) \
	X(rl_set_screen_size) \
	X(rl_sort_completion_matches) \
	X(rl_startup_hook) \
	X(rl_variable_bind) \
	X(rl_variable_value) \
	X(rl_vi_insertion_mode) \
	X(rl_vi_movement_mode) \
	X(using_history) \
	X(where_history)

/* Not in readline's headers: the next cut is added to the last. */
extern int _rl_last_command_was_kill __attribute__((weak));

/*
 * Their addresses. With READLINE_SONAME they are looked up when the shell
 * starts, because most runs need no editor; otherwise they are linked.
 */
#define MEMBER(name) __typeof__(name) *name;
#ifdef READLINE_SONAME
#define ADDRESS(name) NULL,
#else
#define ADDRESS(name) &name,
#endif
static struct {
	SYMBOLS(MEMBER)
	MEMBER(_rl_last_command_was_kill) /* may be NULL */
} gnu = { SYMBOLS(ADDRESS) ADDRESS(_rl_last_command_was_kill) };

/* States that own the prompt: a new prompt must wait until they are over. */
#define MODAL (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG)

/* Also states in which keys do not go to the end of the line. */
#define BUSY (MODAL | RL_STATE_MULTIKEY | RL_STATE_METANEXT | \
	RL_STATE_CHARSEARCH | RL_STATE_VIMOTION | RL_STATE_MOREINPUT)

static struct {
	struct editor_hooks hooks;
	bool ready;           /* readline has read the user's settings */
	bool marks_paste;     /* bracketed paste is enabled */
	bool shown;
	char *prompt;         /* as wanted */
	char *prompt_up;      /* as readline has it */
	char *kept;           /* what editor_hide() kept */
	size_t kept_point;
	bool secret;          /* the typed line holds a secret, or did */
	size_t longest;       /* longest size of the typed line, in bytes */
	bool hinted;          /* a hint is shown after the line */
	bool leaving;         /* for another editor */
	bool ended;           /* a line was typed: `line`, or NULL */
	char *line;
	struct editor_paste paste;
	struct editor_match match;
	struct buf page;      /* candidates that do not fit the window */
	char bytes[MB_LEN_MAX]; /* of the next character */
	size_t bytes_len;
	size_t bytes_taken;     /* by readline */
	bool is_whole;          /* all its bytes have been read */
} editor = { .paste = EDITOR_PASTE_INIT };

/* On fewer columns readline divides by zero and writes past its buffers. */
enum { COLUMNS_MIN = 10 };

static bool is_in(unsigned long states)
{
	return *gnu.rl_readline_state & states;
}

static bool is_tiny(void)
{
	return editor_cells_columns() < COLUMNS_MIN;
}

/* Makes readline believe that a tiny window is wide enough. */
static void widen(void)
{
	if (is_tiny())
		gnu.rl_set_screen_size((int)editor_cells_rows(), COLUMNS_MIN);
}

static struct editor_cells place_of_end(void)
{
	return editor_cells_place(editor.prompt_up,
		(struct span){ *gnu.rl_line_buffer, (size_t)*gnu.rl_end },
		is_tiny() ? COLUMNS_MIN : editor_cells_columns());
}

/* ---- memory */

/*
 * Readline allocates through these three functions. Ours take their place and
 * wipe what is freed, since that may be a part of a typed secret: what was cut,
 * changes to undo, the line as it was before. They have no effect if readline
 * is bound to its own.
 */
void *xmalloc(size_t size);
void *xrealloc(void *memory, size_t size);
void xfree(void *memory);

void *xmalloc(size_t size)
{
	return alloc_resize(NULL, size, 1);
}

void xfree(void *memory)
{
#ifdef HAVE_MALLOC_USABLE_SIZE
	if (memory)
		alloc_wipe(memory, malloc_usable_size(memory));
#endif
	free(memory);
}

/* Growing moves the text. */
void *xrealloc(void *memory, size_t size)
{
#ifdef HAVE_MALLOC_USABLE_SIZE
	size_t before = memory ? malloc_usable_size(memory) : 0;
	void *moved;

	if (size <= before)
		return memory;
	moved = xmalloc(size);
	if (memory)
		memcpy(moved, memory, before);
	xfree(memory);
	return moved;
#else
	return alloc_resize(memory, size, 1);
#endif
}

/* The number that readline keeps. */
enum { CUTS = 10 };

/* The text that vi's dot inserts again. */
static void forget_insertion(void)
{
	char *blanks;

	if (*gnu.rl_editing_mode)
		return;
	blanks = alloc_print("%*s", (int)editor.longest, "");
	gnu.rl_replace_line("", 1);
	gnu.rl_vi_insertion_mode(1, 'i');
	gnu.rl_insert_text(blanks);
	gnu.rl_vi_movement_mode(1, '\033');
	gnu.rl_replace_line("", 1);
	free(blanks);
}

/* Cuts blanks until no earlier cut is left. */
static void forget_cuts(void)
{
	if (!gnu._rl_last_command_was_kill)
		return;
	for (int i = 0; i < CUTS; i++) {
		gnu.rl_replace_line(" ", 1);
		*gnu._rl_last_command_was_kill = 0;
		gnu.rl_kill_text(0, 1);
	}
	*gnu._rl_last_command_was_kill = 0;
	gnu.rl_free_undo_list();
}

/* ---- hints */

/* Not flushed, since the key's own change follows immediately. */
static void erase_hint(void)
{
	if (editor.hinted)
		fputs("\033[J", *gnu.rl_outstream);
	editor.hinted = false;
}

static void draw_hint(void)
{
	char *hint;

	erase_hint();
	if (!editor.shown || !editor.hooks.hint || is_in(BUSY) ||
		*gnu.rl_point != *gnu.rl_end || is_tiny())
		return;
	hint = editor.hooks.hint(editor.hooks.arg, *gnu.rl_line_buffer);
	editor.hinted = hint && editor_common_hint(place_of_end(), hint);
	free(hint);
}

/* ---- completion */

/*
 * The "word" is the whole line up to the cursor, since there are no break
 * characters: the hook decides what is replaced, and readline's own rules for
 * quotes do not apply.
 */
static char *whole(const char *line, const char *text)
{
	return alloc_print("%.*s%s", (int)editor.match.list.start, line, text);
}

static char **complete(const char *text, int start, int end)
{
	struct complete_list *list = &editor.match.list;
	size_t count;
	char **matches;

	(void)start;
	*gnu.rl_attempted_completion_over = 1;
	*gnu.rl_completion_suppress_append = 1;
	editor_match_find(&editor.match, &editor.hooks, *gnu.rl_line_buffer,
		(size_t)end);
	if (!list->len)
		return NULL;
	if (editor.match.end > (size_t)end)
		gnu.rl_delete_text(end, (int)editor.match.end);
	count = list->len > 1 ? list->len : 0;
	matches = alloc_resize(NULL, count + 2, sizeof(*matches));
	matches[0] = whole(text, editor.match.insert);
	for (size_t i = 0; i < count; i++)
		matches[i + 1] = whole(text, list->items[i].text);
	matches[count + 1] = NULL;
	return matches;
}

static void list_matches(char **matches, int len, int longest)
{
	struct buf list = BUF_INIT;

	(void)matches;
	(void)len;
	(void)longest;
	/* After a Tab that changed nothing. */
	if (editor_match_format(&editor.match, *gnu.rl_completion_type == '?',
		&list))
		editor_print_above(buf_span(&list));
	else
		buf_add_span(&editor.page, buf_span(&list));
	buf_clear(&list);
}

/* ---- pasting */

/*
 * Key function for the mark before pasted text. A single line is inserted at
 * the cursor; of several, the first ends the typed line and the last stays
 * typed.
 */
static int paste(int count, int key)
{
	struct buf text = BUF_INIT_SECRET;

	(void)count;
	(void)key;
	editor_paste_read(&editor.paste, gnu.rl_read_key, *gnu.rl_line_buffer,
		(size_t)*gnu.rl_point, &text);
	gnu.rl_insert_text(buf_text(&text));
	buf_clear(&text);
	return 0;
}

/* Key function. The line is edited when readline has returned. */
static int leave(int count, int key)
{
	(void)count;
	(void)key;
	editor.leaving = true;
	return 0;
}

/* ---- characters */

/*
 * From 8.2.13 on, readline draws the first bytes of a character by themselves
 * if the rest is late, so it is given whole characters. The end of input counts
 * as one; readline finds it again.
 */
static bool has_character(void)
{
	mbstate_t state = { 0 };
	int c;

	if (editor.is_whole)
		return true;
	c = gnu.rl_getc(*gnu.rl_instream);
	if (c == EOF)
		return true;
	editor.bytes[editor.bytes_len++] = (char)c;
	editor.is_whole = editor.bytes_len == sizeof(editor.bytes) ||
		mbrlen(editor.bytes, editor.bytes_len, &state) != (size_t)-2;
	return editor.is_whole;
}

static int take_byte(FILE *stream)
{
	int c;

	if (!editor.bytes_len)
		return gnu.rl_getc(stream);
	c = (unsigned char)editor.bytes[editor.bytes_taken++];
	if (editor.bytes_taken == editor.bytes_len) {
		editor.bytes_len = editor.bytes_taken = 0;
		editor.is_whole = false;
	}
	return c;
}

/*
 * Readline may obey several keys at once, so the line is judged here, before a
 * key that may cut or end it. In vi mode that can be any.
 */
static int next_byte(FILE *stream)
{
	struct span line = { *gnu.rl_line_buffer, (size_t)*gnu.rl_end };
	int c = take_byte(stream);

	/*
	 * In vi mode a second cut in a row replaces the first, and readline
	 * never frees that.
	 */
	if (!*gnu.rl_editing_mode && gnu._rl_last_command_was_kill)
		*gnu._rl_last_command_was_kill = 0;
	editor.longest = line.len > editor.longest ? line.len : editor.longest;
	if (!editor.secret && (c < ' ' || c == 0x7f || !*gnu.rl_editing_mode))
		editor.secret = editor_common_is_secret(&editor.hooks, line);
	return c;
}

/* Waits for as long as readline would. */
static int has_more(void)
{
	struct pollfd in = { .fd = fileno(*gnu.rl_instream), .events = POLLIN };
	int timeout = gnu.rl_set_keyboard_input_timeout(-1) / 1000;

	while (!editor.is_whole && poll(&in, 1, timeout) > 0)
		if (has_character())
			return 1;
	return editor.is_whole;
}

/* ---- up and down */

static void prepare(void)
{
	static const char *const keymaps[] = { "emacs", "vi-insert",
		"vi-command" };
	const char *marks;

	/* Without colours a hint would look like typed text. */
	if (window_is_dumb())
		editor.hooks.hint = NULL;
	*gnu.rl_readline_name = "torctl";
	*gnu.rl_catch_signals = 0;
	*gnu.rl_catch_sigwinch = 0;
	*gnu.rl_change_environment = 0;
	*gnu.rl_getc_function = next_byte;
	*gnu.rl_input_available_hook = has_more;
	*gnu.rl_attempted_completion_function = complete;
	*gnu.rl_completion_display_matches_hook = list_matches;
	*gnu.rl_completer_word_break_characters = "";
	/* Candidates are sorted and unique already, and there may be many. */
	*gnu.rl_sort_completion_matches = 0;
	*gnu.rl_ignore_completion_duplicates = 0;
	/* Before the user's settings, which may override these. */
	gnu.rl_variable_bind("show-all-if-unmodified", "on");
	gnu.rl_variable_bind("enable-bracketed-paste", "on");
	gnu.rl_initialize();
	/*
	 * Pasted text is read here, not by readline, which would join several
	 * lines into one and handle the row inconsistently at end of input.
	 */
	marks = gnu.rl_variable_value("enable-bracketed-paste");
	editor.marks_paste = marks && strcmp(marks, "on") == 0;
	gnu.rl_variable_bind("enable-bracketed-paste", "off");
	gnu.rl_bind_keyseq(EDITOR_PASTE_BEGIN, paste);
	for (size_t i = 0; i < sizeof(keymaps) / sizeof(*keymaps); i++)
		gnu.rl_bind_keyseq_if_unbound_in_map(EDITOR_EXTERNAL_KEYS,
			leave, gnu.rl_get_keymap_by_name(keymaps[i]));
	editor.ready = true;
}

static void take_line(char *line)
{
	gnu.rl_callback_handler_remove();
	editor.ended = true;
	editor.line = line;
}

static int insert_kept(void)
{
	*gnu.rl_startup_hook = NULL;
	gnu.rl_insert_text(editor.kept);
	*gnu.rl_point = (int)editor.kept_point;
	editor_common_set(&editor.kept, NULL);
	return 0;
}

static void put_up(void)
{
	/* The size may have changed while the prompt was down. */
	gnu.rl_reset_screen_size();
	widen();
	editor_common_set(&editor.prompt_up, editor.prompt);
	*gnu.rl_startup_hook = editor.kept ? insert_kept : NULL;
	gnu.rl_callback_handler_install(editor.prompt_up, take_line);
	editor.shown = true;
	if (editor.marks_paste)
		fputs(EDITOR_PASTE_ON, *gnu.rl_outstream);
	draw_hint();
	fflush(*gnu.rl_outstream);
}

/*
 * Readline keeps the line that was typed, which may hold a secret, in its own
 * buffer and in two that it draws from. Blanks take their place, drawn where
 * nobody sees them; a character may have taken two columns.
 */
static void wipe_line(size_t len)
{
	char *blanks = alloc_print("%*s", (int)(2 * len), "");
	int terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	gnu.rl_replace_line(blanks, 1);
	if (terminal >= 0 && nowhere >= 0) {
		fflush(*gnu.rl_outstream);
		dup2(nowhere, STDOUT_FILENO);
		gnu.rl_redisplay();
		gnu.rl_forced_update_display();
		fflush(*gnu.rl_outstream);
		dup2(terminal, STDOUT_FILENO);
	}
	gnu.rl_replace_line("", 1);
	if (terminal >= 0)
		close(terminal);
	if (nowhere >= 0)
		close(nowhere);
	free(blanks);
}

/*
 * Removes the handler, if it is still installed, resets the terminal, and wipes
 * the typed line.
 */
static void take_down(size_t len)
{
	if (editor.marks_paste)
		fputs(EDITOR_PASTE_OFF, *gnu.rl_outstream);
	gnu.rl_callback_handler_remove();
	editor.longest = len > editor.longest ? len : editor.longest;
	wipe_line(editor.longest);
	if (editor.secret) {
		forget_insertion();
		forget_cuts();
	}
	editor.longest = 0;
	editor.secret = false;
	editor.shown = false;
}

/* Ends a search or other mode; text that it found stays typed. */
static void end_modes(void)
{
	erase_hint();
	if (is_in(RL_STATE_NUMERICARG))
		gnu.rl_restore_prompt();
	gnu.rl_callback_sigcleanup();
	gnu.rl_free_line_state();
}

/* Moves the cursor to the start of an empty row below the whole line. */
static void leave_line(const char *mark)
{
	erase_hint();
	*gnu.rl_point = *gnu.rl_end;
	gnu.rl_redisplay();
	editor_common_leave(place_of_end(), place_of_end(), mark);
}

static void apply_prompt(void)
{
	if (!editor.shown || is_in(MODAL) ||
		strcmp(editor.prompt, editor.prompt_up) == 0)
		return;
	erase_hint();
	gnu.rl_clear_visible_line();
	editor_common_set(&editor.prompt_up, editor.prompt);
	gnu.rl_set_prompt(editor.prompt_up);
	gnu.rl_forced_update_display();
	draw_hint();
}

/* ---- lines */

static void hand_over(char *line)
{
	take_down(line ? strlen(line) : 0);
	editor.hooks.line(editor.hooks.arg, line);
	editor_common_set(&line, NULL);
}

static void deliver(void)
{
	char *line = editor.line;

	editor.ended = false;
	editor.line = NULL;
	if (!line)
		editor_common_put(span_of("\n"));
	/* Line ends typed with Ctrl-V Ctrl-J must not end up in the line. */
	for (char *at = line; at && *at; at++)
		*at = *at == '\n' ? ' ' : *at;
	hand_over(line);
}

/*
 * Runs pasted lines as if each had been typed at a new prompt, then inserts the
 * text after the last of them.
 */
static void type_pasted(void)
{
	char *line;

	while (editor.shown &&
		(line = editor_paste_take_line(&editor.paste.text)) != NULL) {
		gnu.rl_replace_line(line, 1);
		leave_line("");
		hand_over(line);
	}
	if (!editor.shown || !editor.paste.text.len)
		return;
	gnu.rl_insert_text(buf_text(&editor.paste.text));
	*gnu.rl_point -= (int)editor.paste.behind;
	buf_clear(&editor.paste.text);
	gnu.rl_redisplay();
}

/* ---- loading */

#ifdef READLINE_SONAME

static bool load(struct error *error)
{
#define ROW(name) { #name, &gnu.name, false },
	static const struct library_symbol symbols[] = {
		SYMBOLS(ROW)
		{ "_rl_last_command_was_kill", &gnu._rl_last_command_was_kill,
			true },
	};

	return library_load(READLINE_SONAME, symbols,
		sizeof(symbols) / sizeof(*symbols), error);
}

#else

static bool load(struct error *error)
{
	(void)error;
	return true;
}

#endif

/* ---- the interface */

bool editor_load(struct error *error)
{
	if (load(error))
		return true;
	error_prefix(error, "the shell requires GNU Readline");
	error_append(error, "; install it, or give a command or a script");
	return false;
}

const char *editor_name(void)
{
	static char name[32];

	snprintf(name, sizeof(name), "readline %s", load(NULL) ?
		*gnu.rl_library_version : "(not installed)");
	return name;
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
	editor_match_clear(&editor.match);
	buf_clear(&editor.paste.text);
	editor_common_set(&editor.prompt, NULL);
	editor_common_set(&editor.prompt_up, NULL);
}

void editor_show(const char *prompt)
{
	editor_common_set(&editor.prompt, prompt);
	if (!editor.ready)
		prepare();
	if (editor.shown)
		apply_prompt();
	else
		put_up();
}

void editor_hide(bool keep)
{
	if (!keep)
		editor_common_set(&editor.kept, NULL);
	if (!editor.shown)
		return;
	end_modes();
	if (keep) {
		editor_common_set(&editor.kept, *gnu.rl_line_buffer);
		editor.kept_point = (size_t)*gnu.rl_point;
	}
	gnu.rl_clear_visible_line();
	take_down((size_t)*gnu.rl_end);
}

static void edit_elsewhere(void)
{
	editor.leaving = false;
	editor_hide(true);
	editor_external_run(&editor.hooks, &editor.kept, &editor.kept_point,
		&editor.paste);
	put_up();
}

bool editor_shown(void)
{
	return editor.shown;
}

void editor_set_prompt(const char *prompt)
{
	editor_common_set(&editor.prompt, prompt);
	apply_prompt();
}

bool editor_pending(void)
{
	return editor.shown && (editor.paste.text.len || editor.is_whole);
}

void editor_read(void)
{
	if (!editor.shown)
		return;
	erase_hint();
	if (!editor.paste.text.len && has_character())
		gnu.rl_callback_read_char();
	if (editor.page.len)
		editor_common_page(&editor.hooks, &editor.page);
	if (editor.ended)
		deliver();
	if (editor.leaving)
		edit_elsewhere();
	type_pasted();
	apply_prompt();
	draw_hint();
}

void editor_print_above(struct span lines)
{
	if (!editor.shown) {
		editor_common_put(lines);
		return;
	}
	erase_hint();
	gnu.rl_clear_visible_line();
	editor_common_put(lines);
	gnu.rl_forced_update_display();
	draw_hint();
}

void editor_interrupt(void)
{
	buf_clear(&editor.paste.text);
	if (!editor.shown)
		return;
	end_modes();
	leave_line("^C");
	take_down((size_t)*gnu.rl_end);
	put_up();
}

void editor_resize(void)
{
	if (!editor.shown)
		return;
	erase_hint();
	if (is_tiny()) {
		widen();
		gnu.rl_forced_update_display();
	} else {
		gnu.rl_resize_terminal();
	}
	draw_hint();
}

void editor_add_history(const char *line)
{
	bool at_end = gnu.where_history() == *gnu.history_length;

	gnu.add_history(line);
	/* Lets the arrow key recall the new line while the prompt is up. */
	if (at_end)
		gnu.using_history();
}

void editor_clear_history(void)
{
	gnu.rl_clear_history();
}
