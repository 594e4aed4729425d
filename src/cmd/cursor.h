/* Where the cursor is in a line: the words before it, and what is expected. */
#ifndef CMD_CURSOR_H
#define CMD_CURSOR_H

#include "cmd/args.h"
#include "util/buf.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum cursor_place {
	CURSOR_NOTHING,  /* a comment, a shell command, no known command */
	CURSOR_COMMAND,  /* the name of a command */
	CURSOR_ARGUMENT, /* what stands behind it */
	CURSOR_FILE,     /* the file name behind ">" */
};

/* Starts all zero, ends with cursor_clear(), which wipes it. */
struct cursor {
	enum cursor_place place;
	struct strv words;   /* the whole words before, quotes taken off */
	struct buf word;     /* the one being typed, up to the cursor */
	size_t start;        /* where that begins in the line */
	char quote;          /* open at the cursor: ', " or NUL */
	size_t quote_at;     /* bytes of `word` that stand before it */
	bool bare;           /* a word of argv: no quotes mean anything */
	/* CURSOR_ARGUMENT: */
	const struct command *command;
	struct args args;    /* the words before as values, unchecked */
	size_t args_from;    /* the first of them in `words` */
	bool options;        /* "--x" may still be one */
};

/*
 * Reads `line` up to byte `point` by the grammar of shell/parse.h, as far as
 * an unfinished line can be, and binds the words to the command's row. A
 * command's name may be short.
 */
void cursor_read(struct cursor *cursor, const char *line, size_t point);

/* The same from argv: the last word is the one being typed. */
void cursor_read_words(struct cursor *cursor, const struct strv *words);

/* Whether the next word may still belong to the command's name. */
bool cursor_in_name(const struct cursor *cursor);

/* The next positional that is no literal, or NULL. */
const struct argument *cursor_positional(const struct cursor *cursor);

/* Whether this argument can still be given. */
bool cursor_is_open(const struct cursor *cursor,
	const struct argument *argument);

void cursor_clear(struct cursor *cursor);

#endif
