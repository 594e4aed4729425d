/* Help texts, all of them made from the rows of the commands. */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "cmd/command.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/* Headings are bold with `color`. Everything ends with LF. */

/* The names of all commands by group, in a screenful (24 lines of 80). */
void help_overview(bool color, struct buf *to);

/* The same with a line for each that says what it does. */
void help_commands(bool color, struct buf *to);

/* One command: usage, arguments, columns, example, notes and errors. */
void help_command(const struct command *command, bool color, struct buf *to);

/* ---- help_text.c: the form, which the manual's tables share */

enum { HELP_WIDTH = 78 };

/* A heading of a help page. */
void help_heading(bool color, const char *text, struct buf *to);

/* How many columns a text takes, a character each. */
size_t help_columns(struct span text);

/* `text` broken at blanks so that lines have at most 78 columns. */
void help_wrap(const char *text, int indent, struct buf *to);

/*
 * One line (without LF), broken between words where it is longer than `width`;
 * what stands in brackets stays together. It begins at column `start` (what is
 * there stands in `to`), further lines begin at `indent`.
 */
void help_fold(struct span line, size_t start, size_t indent, size_t width,
	struct buf *to);

/*
 * Each line of a message so; the first begins at `column`. What goes on stands
 * below its line's first word, in a usage further in.
 */
void help_fold_text(struct span text, size_t column, size_t width,
	struct buf *to);

#endif
