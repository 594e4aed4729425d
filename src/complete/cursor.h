/* The cursor's place in a line: the words before it, and what may follow. */
#ifndef COMPLETE_CURSOR_H
#define COMPLETE_CURSOR_H

#include "cmd/args.h"
#include "util/buf.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum cursor_place {
	CURSOR_NOTHING,  /* a comment, a shell command, no known command */
	CURSOR_COMMAND,  /* the name of a command */
	CURSOR_ARGUMENT, /* an argument of a command */
	CURSOR_FILE,     /* the file name after ">" */
};

/* Zero-initialize; cursor_clear() frees and wipes it. */
struct cursor {
	enum cursor_place place;
	struct strv words;   /* the complete words before it, unquoted */
	struct buf word;     /* the word being typed, up to the cursor */
	size_t start;        /* where that begins in the line */
	char quote;          /* open at the cursor: ', " or NUL */
	size_t quote_at;     /* bytes of `word` before the quote */
	bool bare;           /* a word of argv: quotes are literal */
	/* For CURSOR_ARGUMENT: */
	const struct command *command;
	struct args args;    /* the words before it as values, unchecked */
	size_t args_from;    /* index of the first of them in `words` */
	bool options;        /* no "--" so far: "--x" may be an option */
};

/*
 * Reads `line` up to byte `point` by the grammar of line/parse.h, as far as an
 * unfinished line allows, and binds the words to the command's row. The
 * command's name may be shortened.
 */
void cursor_read(struct cursor *cursor, const char *line, size_t point);

/* Reads the words of argv; the last one is being typed. */
void cursor_read_words(struct cursor *cursor, const struct strv *words);

/* Returns true if the next word may still belong to the command's name. */
bool cursor_in_name(const struct cursor *cursor);

/* Returns the next positional that is not a literal, or NULL. */
const struct argument *cursor_positional(const struct cursor *cursor);

/* Returns true if this argument may still be given. */
bool cursor_is_open(const struct cursor *cursor,
	const struct argument *argument);

void cursor_clear(struct cursor *cursor);

#endif
