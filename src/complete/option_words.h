/* torctl's own options in a command line that is still being typed. */
#ifndef COMPLETE_OPTION_WORDS_H
#define COMPLETE_OPTION_WORDS_H

#include "complete/complete.h"
#include "line/options.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct session;

/* Initialise to all zero; free with option_words_clear(). */
struct option_words {
	struct options options;  /* the options before the word being typed */
	struct strv command;     /* the command, up to that word */
	const char *word;        /* the word being typed */
	/* It is the value of this option, from byte `value_at` on. */
	const struct options_row *value_of;
	size_t value_at;
	bool name;     /* it is the name of an option */
	bool tor_args; /* it is an argument for the tor of --launch */
};

/*
 * Reads the words as the program would, as far as possible for an incomplete
 * line. The last word is being typed; a leading "--" is ignored. Borrows
 * `from`.
 */
void option_words_read(struct option_words *words, const struct strv *from);

/* Returns whether the value being typed is a line as at the prompt. */
bool option_words_is_line(const struct option_words *words);

/*
 * Fills the empty `list` as complete_words() does if the word being typed
 * belongs to an option; returns false if it belongs to the command.
 */
bool option_words_complete(const struct option_words *words,
	struct session *session, struct complete_list *list);

void option_words_clear(struct option_words *words);

#endif
