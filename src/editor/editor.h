/*
 * A line editor on the terminal, implemented by editor_gnu.c, or by
 * editor_own.c with the line of editor_bsd.c or editor_none.c.
 */
#ifndef EDITOR_EDITOR_H
#define EDITOR_EDITOR_H

#include "complete/complete_list.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * There is one terminal and therefore one editor, so it has no handle. All
 * functions must be called by the main thread. Standard input and output are
 * the terminal. The editor installs no signal handlers, starts no threads and
 * reads only in editor_read(). A prompt is one line; colour sequences in it are
 * enclosed in \001 and \002.
 */

struct editor_hooks {
	/*
	 * Called with a typed line, borrowed and without its line end. Pasted
	 * lines are passed one by one. NULL means end of input on an empty
	 * line. The prompt is down during the call and until editor_show(): the
	 * cursor is at the start of an empty row.
	 */
	void (*line)(void *arg, const char *line);
	/*
	 * Fills `list` with the candidates at `point`, a byte offset into
	 * `line`; see complete/complete_list.h. Must not print.
	 */
	void (*complete)(void *arg, const char *line, size_t point,
		struct complete_list *list);
	/*
	 * Shows lines that do not fit the window. The prompt is down during the
	 * call and until editor_show(), which shows the typed line again.
	 */
	void (*page)(void *arg, struct span lines);
	/*
	 * Returns text to show in grey after the end of `line`, which the
	 * editor frees, or NULL for none. Not called on a terminal without
	 * colours.
	 */
	char *(*hint)(void *arg, const char *line);
	/*
	 * Returns whether `line`, which may be incomplete, holds a secret. Then
	 * nothing of it is kept once it has been run or discarded, including
	 * text that was cut from it. NULL: none does.
	 */
	bool (*is_secret)(void *arg, const char *line);
	/*
	 * Lets the user edit `line` elsewhere, for Ctrl-X Ctrl-E. The prompt is
	 * down meanwhile. Returns the text, which the editor frees: one line is
	 * typed, several are run as pasted ones. NULL: `line` is unchanged.
	 */
	char *(*edit)(void *arg, const char *line);
	void *arg;
};

/*
 * Loads the editor's library if it is not linked; call it first. On failure,
 * returns false (ERROR_FILE), and the error says what to install.
 */
bool editor_load(struct error *error);

/* Returns "readline 8.2", "libedit" or "none". */
const char *editor_name(void);

/* Sets the hooks. The terminal modes are not changed before editor_show(). */
void editor_open(const struct editor_hooks *hooks);

/*
 * Sets a descriptor that is readable while an interrupt is pending. An editor
 * that waits for a key inside editor_read() (libedit does in some vi states,
 * and blocks everything else meanwhile) then gives up and returns. Without one
 * (-1) any signal makes it return, and it may miss that signal.
 */
void editor_set_cancel_fd(int fd);

/* Restores the terminal; the cursor is at the start of an empty row. */
void editor_close(void);

/* Shows the prompt with an empty line, or with the line editor_hide() kept. */
void editor_show(const char *prompt);

/*
 * Removes the prompt and the typed text from the screen and restores the
 * terminal's usual mode, for a command, a pager or a stop. With `keep`, the
 * next editor_show() restores the typed line and the cursor's place in it.
 */
void editor_hide(bool keep);

/* Returns whether the prompt is up. */
bool editor_shown(void);

/*
 * Changes the prompt. During a search or another mode the change is delayed
 * until that is over. Typed text is kept.
 */
void editor_set_prompt(const char *prompt);

/*
 * Reads one key and acts on it. Call it when standard input is readable, or
 * when editor_pending() says so. Lines are handed over while the prompt is up;
 * if the hook leaves the prompt down, the next pasted line follows after
 * editor_show().
 */
void editor_read(void);

/*
 * Returns whether pasted text is waiting: call editor_read(), even if poll()
 * reports nothing.
 */
bool editor_pending(void);

/*
 * Prints whole lines (each ended by LF, safe for a terminal) above the prompt,
 * in one write. Below them the prompt, typed text, cursor and running search
 * are shown as before. If the prompt is down, just writes the lines.
 */
void editor_print_above(struct span lines);

/*
 * Handles Ctrl-C at the prompt: discards the line and any search and shows a
 * new prompt below. In any case discards lines pasted after the one that is
 * running.
 */
void editor_interrupt(void);

/* Handles a new window size. */
void editor_resize(void);

/* Adds a line that the arrow keys recall and searches find. */
void editor_add_history(const char *line);
void editor_clear_history(void);

#endif
