/* The grammar of a line at the prompt, in a script or behind -c. */
#ifndef SHELL_PARSE_H
#define SHELL_PARSE_H

#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

enum parse_target {
	PARSE_OUTPUT, /* where output goes anyway */
	PARSE_FILE,   /* > file */
	PARSE_APPEND, /* >> file */
	PARSE_PIPE,   /* | shell command */
};

/* Starts all zero, ends with parse_clear(), which wipes it. */
struct parse {
	bool may_fail;      /* the line began with "-" */
	struct strv words;  /* none: an empty line or a comment */
	char *rest;         /* for `takes_rest`: what stood behind the word */
	enum parse_target target;
	char *where;        /* file name or shell command */
	char *shell;        /* "!…": this is for the shell; no words then */
};

/*
 * Words are split at blanks; '…' is literal; in "…" \n, \r and \t are as in C
 * and a backslash before any other byte gives that byte, as it does before
 * every byte outside quotes; # at the start of a word begins a comment; | and > end the command. When `takes_rest` says so of
 * the first word, all behind it up to | or > (outside double quotes, behind a
 * blank) stays as it is. ERROR_USAGE when a quote is not closed, a target is
 * missing, or the line holds a NUL.
 */
bool parse_line(struct parse *parse, struct span line,
	bool (*takes_rest)(const char *word), struct error *error);

void parse_clear(struct parse *parse);

#endif
