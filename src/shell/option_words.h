/* torctl's own options in a command line that is still being typed. */
#ifndef SHELL_OPTION_WORDS_H
#define SHELL_OPTION_WORDS_H

#include "cmd/complete.h"
#include "shell/options.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct session;

/* Starts all zero, ends with option_words_clear(). */
struct option_words {
	struct options options;  /* those before the word being typed */
	struct strv command;     /* the command, up to that word */
	const char *word;        /* that word */
	/* It is, from byte `value_at` on, the value of this option. */
	const struct options_row *value_of;
	size_t value_at;
	bool name;     /* it is the name of an option */
	bool tor_args; /* it is for the tor of --launch */
};

/*
 * Reads the words as the program would, as far as an unfinished line can be;
 * the last is being typed, a first "--" is none of them. Borrows `from`.
 */
void option_words_read(struct option_words *words, const struct strv *from);

/* Whether the value being typed is a line as typed at the prompt. */
bool option_words_is_line(const struct option_words *words);

/*
 * Fills the empty `list` as complete_words() does when the word being typed
 * belongs to an option; false when it belongs to the command.
 */
bool option_words_complete(const struct option_words *words,
	struct session *session, struct complete_list *list);

void option_words_clear(struct option_words *words);

#endif
