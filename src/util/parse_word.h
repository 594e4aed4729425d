/* Words with quotes and backslashes. */
#ifndef UTIL_PARSE_WORD_H
#define UTIL_PARSE_WORD_H

#include "util/buf.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Outside '…' and without a backslash this stands for the object that the last
 * command created. Only relays also begin with "$", and they have no "_".
 */
#define PARSE_MADE "$_"

/* The escapes in double quotes: a letter, and the byte that it stands for. */
extern const char parse_word_escapes[];

/* A word, finished or not. Initialise to all zero, and clear `text`. */
struct parse_word {
	const char *made; /* the value of $_, borrowed; NULL: it stays $_ */
	bool asks_made;   /* it contains $_ */
	struct buf text; /* without quotes and backslashes */
	size_t len;      /* bytes in the line */
	char quote;      /* open at its end: ', " or NUL */
	size_t quote_at; /* bytes of `text` before that quote */
	bool backslash;  /* its last byte is a backslash that escapes nothing */
};

/*
 * Reads the word at the start of `line`, up to a blank, "|", ">" or the end,
 * and appends it to `word->text`.
 */
void parse_word(struct parse_word *word, struct span line);

/*
 * Splits a command line into words, as parse_line() does. Returns false if a
 * quote is not closed or there is a "|" or ">"; `words` is empty then.
 */
bool parse_word_split(const char *line, struct strv *words);

#endif
