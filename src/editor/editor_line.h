/*
 * An editable line and what keys do to it: the part of editor_own.c that
 * editor_bsd.c or editor_none.c implements, along with editor_name(). Nothing
 * here draws.
 */
#ifndef EDITOR_EDITOR_LINE_H
#define EDITOR_EDITOR_LINE_H

#include "editor/editor_keys.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/* Must be called first; the arrow keys recall `history`, oldest first. */
void editor_line_open(const struct strv *history);
void editor_line_close(void);

/* Starts with an empty line. The caller sets the terminal modes afterwards. */
void editor_line_up(void);
void editor_line_down(void);
/* Wipes the line and the text cut from it, after editor_line_down(). */
void editor_line_wipe(void);

/* Returns the line, valid until the next call; a NUL follows. */
struct span editor_line_text(void);
/* Returns the cursor's byte offset in the line. */
size_t editor_line_point(void);

/* `text` is borrowed; invalid UTF-8 may be replaced by U+FFFD. */
void editor_line_set(const char *text, size_t point);
void editor_line_insert(struct span text);

/* Obeys a whole key. Returns false if it ended the line: hand it over. */
bool editor_line_key(enum editor_key key, struct span bytes);
/* Returns whether characters can be commands. */
bool editor_line_is_vi(void);
/* Returns whether the line takes the next key literally. */
bool editor_line_is_quoting(void);

void editor_line_add_history(const char *line);
void editor_line_clear_history(void);

/*
 * Provided by editor_own.c for a line that needs more than one whole key: shows
 * the line and blocks until a byte of standard input arrives. Returns -1 if
 * interrupted.
 */
int editor_own_wait(void);

#endif
