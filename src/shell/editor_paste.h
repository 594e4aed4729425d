/* Pasted text: up to the mark at its end, and line by line. */
#ifndef SHELL_EDITOR_PASTE_H
#define SHELL_EDITOR_PASTE_H

#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* What a terminal is told: to mark what is pasted, and no more. */
#define EDITOR_PASTE_ON "\033[?2004h"
#define EDITOR_PASTE_OFF "\033[?2004l"
/* The mark that it then puts before pasted text. */
#define EDITOR_PASTE_BEGIN "\033[200~"

/* Starts as EDITOR_PASTE_INIT, ends with buf_clear() of `text`. */
struct editor_paste {
	struct buf text;  /* lines that wait for their turn */
	size_t behind;    /* so many bytes of the last are behind the cursor */
};
#define EDITOR_PASTE_INIT { .text = BUF_INIT_SECRET }

/*
 * Reads with `read_key` (a byte, or -1 at the end) from standard input what is
 * pasted, behind the first mark. One line is left in `text`, to be inserted.
 * Several wait in `paste`, as the first ends what is typed in `line` before
 * `point`, and what is behind that stays typed after the last; `text` is empty.
 */
void editor_paste_read(struct editor_paste *paste, int (*read_key)(void),
	const char *line, size_t point, struct buf *text);

/* Reads a byte of standard input: a `read_key` for who has not got one. */
int editor_paste_read_byte(void);

#endif
