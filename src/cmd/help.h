/* Help texts, generated from the rows of the commands. */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "cmd/command.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

struct output;

/* All functions: headings are bold with `color`, and the text ends with LF. */

/*
 * Appends all command names by group, for a screen of 24 lines by 80 columns.
 */
void help_overview(bool color, struct buf *to);

/* Appends all commands, each with its summary. */
void help_commands(bool color, struct buf *to);

/*
 * Appends the page of one command: usage, arguments, columns, example, notes
 * and errors.
 */
void help_command(const struct command *command, bool color, struct buf *to);

/*
 * Appends the protocol lines that a command, or each of a family, may send
 * once it is connected; "*" stands for anything.
 */
void help_wire(const struct command *command, struct buf *to);

/*
 * Wraps a finished help text again for a terminal that is narrower, so that it
 * does not break lines inside a word.
 */
void help_fit(const struct output *output, struct buf *text);

/* ---- help_text.c: layout, also used for other tables */

enum { HELP_WIDTH = 78 };

/* Appends a heading. */
void help_heading(bool color, const char *text, struct buf *to);

/* Counts the columns of a text, one for each character. */
size_t help_columns(struct span text);

/* Appends `text`, wrapped at 78 columns. */
void help_wrap(const char *text, int indent, struct buf *to);

/*
 * Appends one line (without LF), wrapped at `width`; text in brackets stays
 * together. It begins at column `start` (`to` already ends there), further
 * lines at `indent`.
 */
void help_fold(struct span line, size_t start, size_t indent, size_t width,
	struct buf *to);

/*
 * Wraps each line of a message; the first begins at `column`. Continuation
 * lines are aligned with their line's first word, or further right in a usage.
 */
void help_fold_text(struct span text, size_t column, size_t width,
	struct buf *to);

#endif
