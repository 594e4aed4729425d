/* The line editor with GNU Readline, in its callback mode. */
#include "shell/editor.h"

#include "shell/editor_cells.h"
#include "shell/editor_common.h"
#include "shell/editor_match.h"
#include "util/alloc.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

/* A paste whose end does not come within this time (ms) is over. */
#define PASTE_PAUSE 1000
#define PASTE_END "\033[201~"

/* States that own the prompt: a new one has to wait until they are over. */
#define MODAL (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG)

/* Also states in which the end of the line is not where keys go. */
#define BUSY (MODAL | RL_STATE_MULTIKEY | RL_STATE_METANEXT | \
	RL_STATE_CHARSEARCH | RL_STATE_VIMOTION | RL_STATE_MOREINPUT)

static struct {
	struct editor_hooks hooks;
	bool ready;           /* readline has read the user's settings */
	bool marks_paste;     /* the terminal is to mark what is pasted */
	bool shown;
	char *prompt;         /* as wanted */
	char *prompt_up;      /* as readline has it */
	char *kept;           /* what editor_hide() kept */
	int kept_point;
	bool hinted;          /* a hint stands behind the line */
	bool ended;           /* a line was typed: this, or NULL */
	char *line;
	struct buf pasted;    /* lines that wait for their turn */
	size_t pasted_point;  /* where the cursor is to be in the last of them */
	struct editor_match match;
} editor = { .pasted = BUF_INIT_SECRET };

static struct editor_cells place_of_end(void)
{
	return editor_cells_place(editor.prompt_up,
		(struct span){ rl_line_buffer, (size_t)rl_end },
		editor_cells_columns());
}

/* ---- hints */

/* Stays in the stream's buffer: the key's own change follows at once. */
static void erase_hint(void)
{
	if (editor.hinted)
		fputs("\033[J", rl_outstream);
	editor.hinted = false;
}

static void draw_hint(void)
{
	char *hint;

	erase_hint();
	if (!editor.shown || !editor.hooks.hint || RL_ISSTATE(BUSY) ||
		rl_point != rl_end)
		return;
	hint = editor.hooks.hint(editor.hooks.arg, rl_line_buffer);
	editor.hinted = hint && editor_common_hint(place_of_end(), hint);
	free(hint);
}

/* ---- completion */

/*
 * The "word" is the whole line up to the cursor, as there are no break
 * characters: so what is replaced is what the hook has said, and no library
 * has its own idea of quotes.
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
	rl_attempted_completion_over = 1;
	rl_completion_suppress_append = 1;
	editor_match_find(&editor.match, &editor.hooks, rl_line_buffer,
		(size_t)end);
	if (!list->len)
		return NULL;
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
	editor_match_format(&editor.match, &list);
	editor_print_above(buf_span(&list));
	buf_clear(&list);
}

/* ---- pasting */

/* What is pasted, up to its end mark. */
static void read_paste(struct buf *text)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	for (;;) {
		int ready = poll(&input, 1, PASTE_PAUSE), c;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 1 || (c = rl_read_key()) < 0)
			return;
		buf_add_char(text, (char)c);
		if (editor_common_cut(text, PASTE_END))
			return;
	}
}

/*
 * Key function for the mark before pasted text. One line goes in at the
 * cursor; of several the first ends what is typed, and the last stays typed.
 */
static int paste(int count, int key)
{
	struct buf text = BUF_INIT_SECRET;

	(void)count;
	(void)key;
	read_paste(&text);
	editor_common_clean(&text);
	if (!strchr(buf_text(&text), '\n')) {
		rl_insert_text(buf_text(&text));
	} else {
		buf_add(&editor.pasted, rl_line_buffer, (size_t)rl_point);
		buf_add_span(&editor.pasted, buf_span(&text));
		editor.pasted_point = (size_t)(rl_end - rl_point);
		buf_add_string(&editor.pasted, rl_line_buffer + rl_point);
	}
	buf_clear(&text);
	return 0;
}

/* ---- up and down */

static void prepare(void)
{
	const char *marks, *terminal = getenv("TERM");

	/* Without colours a hint would look as if it had been typed. */
	if (!terminal || !*terminal || strcmp(terminal, "dumb") == 0)
		editor.hooks.hint = NULL;
	rl_readline_name = "torctl";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_attempted_completion_function = complete;
	rl_completion_display_matches_hook = list_matches;
	rl_completer_word_break_characters = "";
	/* They come sorted and each once; there may be many. */
	rl_sort_completion_matches = 0;
	rl_ignore_completion_duplicates = 0;
	/* Before the user's settings, which may say otherwise. */
	rl_variable_bind("show-all-if-unmodified", "on");
	rl_variable_bind("enable-bracketed-paste", "on");
	rl_initialize();
	/*
	 * Pasted text is read here and not by readline, which would make one
	 * line of several and would end the row at the end of input, or not.
	 */
	marks = rl_variable_value("enable-bracketed-paste");
	editor.marks_paste = marks && strcmp(marks, "on") == 0;
	rl_variable_bind("enable-bracketed-paste", "off");
	rl_bind_keyseq("\033[200~", paste);
	editor.ready = true;
}

static void take_line(char *line)
{
	rl_callback_handler_remove();
	editor.ended = true;
	editor.line = line;
}

static int insert_kept(void)
{
	rl_startup_hook = NULL;
	rl_insert_text(editor.kept);
	rl_point = editor.kept_point;
	editor_common_set(&editor.kept, NULL);
	return 0;
}

static void put_up(void)
{
	/* It may have changed while the prompt was down. */
	rl_reset_screen_size();
	editor_common_set(&editor.prompt_up, editor.prompt);
	rl_startup_hook = editor.kept ? insert_kept : NULL;
	rl_callback_handler_install(editor.prompt_up, take_line);
	editor.shown = true;
	if (editor.marks_paste)
		fputs("\033[?2004h", rl_outstream);
	draw_hint();
	fflush(rl_outstream);
}

/* The handler is gone, or goes now; the terminal is in its usual mode. */
static void take_down(void)
{
	if (editor.marks_paste)
		fputs("\033[?2004l", rl_outstream);
	rl_callback_handler_remove();
	fflush(rl_outstream);
	editor.shown = false;
}

/* Ends a search or whatever else is on; what it has found stays typed. */
static void end_modes(void)
{
	erase_hint();
	if (RL_ISSTATE(RL_STATE_NUMERICARG))
		rl_restore_prompt();
	rl_callback_sigcleanup();
	rl_free_line_state();
}

/* The cursor to the start of an empty row, below all of the line. */
static void leave_line(const char *mark)
{
	erase_hint();
	rl_point = rl_end;
	rl_redisplay();
	editor_common_leave(place_of_end(), place_of_end(), mark);
}

static void apply_prompt(void)
{
	if (!editor.shown || RL_ISSTATE(MODAL) ||
		strcmp(editor.prompt, editor.prompt_up) == 0)
		return;
	erase_hint();
	rl_clear_visible_line();
	editor_common_set(&editor.prompt_up, editor.prompt);
	rl_set_prompt(editor.prompt_up);
	rl_forced_update_display();
	draw_hint();
}

/* ---- lines */

static void hand_over(char *line)
{
	take_down();
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
	/* Line ends in it, by Ctrl-V Ctrl-J, are no part of a line. */
	for (char *at = line; at && *at; at++)
		*at = *at == '\n' ? ' ' : *at;
	hand_over(line);
}

/*
 * The pasted lines as if each had been typed when the prompt was back, and
 * what stands behind the last of them.
 */
static void type_pasted(void)
{
	char *line;

	while (editor.shown &&
		(line = editor_common_take_line(&editor.pasted)) != NULL) {
		rl_replace_line(line, 1);
		leave_line("");
		hand_over(line);
	}
	if (!editor_pending())
		return;
	rl_insert_text(buf_text(&editor.pasted));
	rl_point -= (int)editor.pasted_point;
	buf_clear(&editor.pasted);
	rl_redisplay();
}

/* ---- the interface */

const char *editor_name(void)
{
	static char name[32];

	snprintf(name, sizeof(name), "readline %s", rl_library_version);
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
	buf_clear(&editor.pasted);
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
		editor_common_set(&editor.kept, rl_line_buffer);
		editor.kept_point = rl_point;
	}
	rl_clear_visible_line();
	take_down();
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
	return editor.shown && editor.pasted.len;
}

void editor_read(void)
{
	if (!editor.shown)
		return;
	erase_hint();
	if (!editor_pending())
		rl_callback_read_char();
	if (editor.ended)
		deliver();
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
	rl_clear_visible_line();
	editor_common_put(lines);
	rl_forced_update_display();
	draw_hint();
}

void editor_interrupt(void)
{
	buf_clear(&editor.pasted);
	if (!editor.shown)
		return;
	end_modes();
	leave_line("^C");
	take_down();
	put_up();
}

void editor_resize(void)
{
	if (!editor.shown)
		return;
	erase_hint();
	rl_resize_terminal();
	draw_hint();
}

void editor_add_history(const char *line)
{
	bool at_end = where_history() == history_length;

	add_history(line);
	/* With the prompt up, "the line before this one" is the new one. */
	if (at_end)
		using_history();
}

void editor_clear_history(void)
{
	rl_clear_history();
}
