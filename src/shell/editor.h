/*
 * A line editor on the terminal: editor_gnu.c, or editor_own.c with the line of
 * editor_bsd.c or editor_none.c.
 */
#ifndef SHELL_EDITOR_H
#define SHELL_EDITOR_H

#include "cmd/complete.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * There is one terminal, hence one editor: it has no handle. All functions are
 * for the main thread. Standard input and output are the terminal. The editor
 * installs no signal handler and starts no thread; it never reads but in
 * editor_read(). Prompts are one line; colour sequences in a prompt stand
 * between \001 and \002.
 */

struct editor_hooks {
	/*
	 * A line was typed; `line` has no line end (several pasted lines come
	 * one by one) and is borrowed. NULL: end of input on an empty line.
	 * The prompt is down when it is called, and stays so until
	 * editor_show(): the cursor is at the start of an empty row.
	 */
	void (*line)(void *arg, const char *line);
	/*
	 * What could stand at `point` (a byte offset into `line`). Fills `list`,
	 * see cmd/complete.h. Must not print.
	 */
	void (*complete)(void *arg, const char *line, size_t point,
		struct complete_list *list);
	/*
	 * What is still to come behind the end of `line`, for display in grey
	 * (not asked for a terminal without colours); NULL for nothing, else
	 * the editor frees it.
	 */
	char *(*hint)(void *arg, const char *line);
	void *arg;
};

/* "readline 8.2", "libedit", "none": for torctl version. */
const char *editor_name(void);

/* Takes the hooks; touches no terminal mode before editor_show(). */
void editor_open(const struct editor_hooks *hooks);

/*
 * A descriptor that is readable when an interrupt waits to be seen to. An
 * editor that waits for a key inside editor_read() (libedit does in some states
 * of vi's, and all else has to wait with it) then gives up and returns. Without
 * one, or with -1, it does so at any signal, and may miss that.
 */
void editor_set_cancel_fd(int fd);

/* The terminal as it was; the cursor at the start of an empty row. */
void editor_close(void);

/* Puts the prompt up, with an empty line or what editor_hide() kept. */
void editor_show(const char *prompt);

/*
 * Takes the prompt and what is typed off the screen and the terminal back into
 * its usual mode, for a command, a pager or a stop. With `keep` the typed line
 * and the cursor's place in it come back with the next editor_show().
 */
void editor_hide(bool keep);

/* Whether the prompt is up. */
bool editor_shown(void);

/*
 * Changes the prompt that is up; while a search or the like is on, as soon as
 * that is over. Nothing typed is lost.
 */
void editor_set_prompt(const char *prompt);

/*
 * Standard input is readable, or editor_pending(): reads one key, and does what
 * it means. When it ends lines, each is handed over while the prompt is up; a
 * hook that leaves it down gets the next pasted line after editor_show().
 */
void editor_read(void);

/* Pasted text waits: editor_read() has to be called, whatever poll() says. */
bool editor_pending(void);

/*
 * Prints whole lines (each ended by LF, harmless for a terminal) above the
 * prompt, in one write; prompt, typed text, cursor, running search and so on
 * stand below them as before. When the prompt is down it just writes.
 */
void editor_print_above(struct span lines);

/*
 * Ctrl-C at the prompt: drops the line and any search, fresh prompt below. In
 * any case drops the lines that were pasted behind the one that runs.
 */
void editor_interrupt(void);

/* The window has a new size. */
void editor_resize(void);

/* Lines that can be called back with the arrow keys and searched for. */
void editor_add_history(const char *line);
void editor_clear_history(void);

#endif
