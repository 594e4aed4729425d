/* The grammar of lines at the prompt, in scripts and after -c. */
#ifndef LINE_PARSE_H
#define LINE_PARSE_H

#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

enum parse_target {
	PARSE_OUTPUT, /* the default output */
	PARSE_FILE,   /* > file */
	PARSE_APPEND, /* >> file */
	PARSE_PIPE,   /* | shell command */
};

/* Initialise to all zero; free with parse_clear(), which wipes it. */
struct parse {
	bool may_fail;      /* the line began with "-" */
	struct strv words;  /* none: an empty line or a comment */
	char *rest;         /* for `takes_rest`: the text after the word */
	enum parse_target target;
	char *where;        /* file name or shell command */
	char *shell;        /* "!…": a shell command; there are no words then */
};

/*
 * Splits a line into words at blanks. '…' is literal; in "…" \n, \r and \t are
 * as in C, and a backslash before any other byte gives that byte, as it does
 * before every byte outside quotes; # at the start of a word begins a comment;
 * | and > end the command. If `takes_rest` returns true for the first word,
 * everything after it, up to a | or > (outside double quotes, after a blank),
 * is kept unchanged. Fails with ERROR_USAGE if a quote is not closed, a target
 * is missing, or the line contains a NUL.
 */
bool parse_line(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word), struct error *error);

void parse_clear(struct parse *parse);

#endif
