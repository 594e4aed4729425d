/*
 * A line and what keys do to it: what editor_own.c asks of editor_bsd.c or
 * editor_none.c, which also has editor_name(). Nothing here draws.
 */
#ifndef SHELL_EDITOR_LINE_H
#define SHELL_EDITOR_LINE_H

#include "shell/editor_keys.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/* Before all else; `history` is what the arrow keys call back, oldest first. */
void editor_line_open(const struct strv *history);
void editor_line_close(void);

/* An empty line; the terminal's modes are set afterwards, and by others. */
void editor_line_up(void);
void editor_line_down(void);

/* Valid up to the next call; a NUL stands behind. */
struct span editor_line_text(void);
/* Of the cursor, bytes into it. */
size_t editor_line_point(void);

/* Borrowed; bytes that are no character may be replaced by U+FFFD. */
void editor_line_set(const char *text, size_t point);
void editor_line_insert(struct span text);

/* Obeys a whole key. False: it ended the line, which is to be handed over. */
bool editor_line_key(enum editor_key key, struct span bytes);
/* Whether the next key is for the line, whatever it means elsewhere. */
bool editor_line_is_quoting(void);

void editor_line_add_history(const char *line);
void editor_line_clear_history(void);

/*
 * By editor_own.c, for a line that cannot go on without more than a whole key:
 * shows it, and waits for a byte of standard input while all else waits. -1
 * when that is given up.
 */
int editor_own_wait(void);

#endif
