/* Pasted text, read up to its end mark and handed over line by line. */
#ifndef EDITOR_EDITOR_PASTE_H
#define EDITOR_EDITOR_PASTE_H

#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Tell the terminal to mark pasted text, and to stop that. */
#define EDITOR_PASTE_ON "\033[?2004h"
#define EDITOR_PASTE_OFF "\033[?2004l"
/* The mark that the terminal then sends before pasted text. */
#define EDITOR_PASTE_BEGIN "\033[200~"

/* Initialise with EDITOR_PASTE_INIT; free by calling buf_clear() on `text`. */
struct editor_paste {
	struct buf text;  /* lines waiting for their turn */
	size_t behind;    /* bytes of the last one after the cursor */
};
#define EDITOR_PASTE_INIT { .text = BUF_INIT_SECRET }

/* Removes `end` from the end of `text`; returns false if it is not there. */
bool editor_paste_cut(struct buf *text, const char *end);

/* Turns line ends into LF and removes control characters except tabs. */
void editor_paste_clean(struct buf *pasted);

/* Cuts the first line off `pasted`; returns NULL if no line is complete. */
char *editor_paste_take_line(struct buf *pasted);

/*
 * Reads pasted text from standard input after the first mark, using `read_key`,
 * which returns a byte, or -1 at the end. A single line is left in `text`, to
 * be inserted. Several lines are left in `paste`, with `text` empty: the first
 * completes the part of `line` before `point`, and the part after `point` stays
 * typed after the last.
 */
void editor_paste_read(struct editor_paste *paste, int (*read_key)(void),
	const char *line, size_t point, struct buf *text);

/* Reads a byte of standard input: a `read_key` for those without their own. */
int editor_paste_read_byte(void);

#endif
