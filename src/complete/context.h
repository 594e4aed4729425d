/* The context of the cursor: the words before it, its command, its argument. */
#ifndef COMPLETE_CONTEXT_H
#define COMPLETE_CONTEXT_H

#include "cmd/args.h"
#include "util/buf.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum context_place {
	CONTEXT_NOTHING,  /* a comment, no known command */
	CONTEXT_COMMAND,  /* the name of a command */
	CONTEXT_ARGUMENT, /* an argument of a command */
	CONTEXT_FILE,     /* a file name after ">", or in a shell command */
	CONTEXT_PROGRAM,  /* the name of a program in a shell command */
};

/* Zero-initialize; context_clear() frees and wipes it. */
struct context {
	enum context_place place;
	struct strv words;   /* the complete words before it, unquoted */
	struct buf word;     /* the word being typed, up to the cursor */
	size_t start;        /* where that begins in the line */
	char quote;          /* open at the cursor: ', " or NUL */
	size_t quote_at;     /* bytes of `word` before the quote */
	bool bare;           /* a word of argv: quotes are literal */
	/* For CONTEXT_ARGUMENT: */
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
void context_read(struct context *context, const char *line, size_t point);

/* Reads the words of argv; the last one is being typed. */
void context_read_words(struct context *context, const struct strv *words);

/* Returns true if the next word may still belong to the command's name. */
bool context_in_name(const struct context *context);

/* Returns the next positional that is not a literal, or NULL. */
const struct argument *context_positional(const struct context *context);

/* Returns true if this argument may still be given. */
bool context_is_open(const struct context *context,
	const struct argument *argument);

void context_clear(struct context *context);

#endif
