/* The grammar of lines at the prompt, in scripts and after -c. */
#ifndef LINE_PARSE_H
#define LINE_PARSE_H

#include "util/buf.h"
#include "util/error.h"
#include "util/parse_word.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/* Outside quotes, these bytes end a word or do not stand for themselves. */
#define PARSE_SPECIAL " \t|>'\"\\"

enum parse_target {
	PARSE_OUTPUT, /* the default output */
	PARSE_FILE,   /* > file */
	PARSE_APPEND, /* >> file */
	PARSE_PIPE,   /* | shell command */
};

/* The part that may continue at the end of a line. */
enum parse_end {
	PARSE_END_NOTHING, /* a comment, a shell command, an unchanged text */
	PARSE_END_WORD,    /* the last of `words`, or a new one */
	PARSE_END_FILE,    /* the file name in `where` */
	PARSE_END_SHELL,   /* a shell command */
};

/*
 * Initialise to all zero, or with the value of $_ as `last.made`; free with
 * parse_clear(), which wipes it.
 */
struct parse {
	bool may_fail;      /* the line began with "-" */
	struct strv words;  /* none: an empty line or a comment */
	char *rest;         /* for `takes_rest`: the text after the word */
	enum parse_target target;
	char *where;        /* file name or shell command */
	char *shell;        /* "!…": a shell command; there are no words then */

	enum parse_end end;
	/* The last word or file name, its text moved to `words` or `where`. */
	struct parse_word last;
	/* Where it, or the shell command, begins; the line's length: it is new. */
	size_t start;
	bool excess;        /* something follows the file name */
	bool unmade;        /* contains $_, which has no value */
};

/*
 * Returns the first word of a line as it was typed, with its quotes; empty, at
 * the place where it would be, if there is none.
 */
struct span parse_first_word(struct span line);

/*
 * Splits a line into words at blanks. '…' is literal; in "…" \n, \r and \t are
 * as in C, and a backslash before any other byte gives that byte, as it does
 * before every byte outside quotes; # at the start of a word begins a comment;
 * | and > end the command. If `takes_rest` (may be NULL) returns true for the
 * first word, everything after it, up to a | or > (outside double quotes, after
 * a blank), is kept unchanged. The line may end anywhere; open quotes then
 * count as closed. A NUL ends it.
 */
void parse_unfinished(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word));

/*
 * Does the same. Returns false with ERROR_USAGE if a quote is not closed, a
 * target is missing, or the line contains a NUL.
 */
bool parse_line(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word), struct error *error);

void parse_clear(struct parse *parse);

#endif
