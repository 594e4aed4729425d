/* What may follow in a line: candidates for Tab, and hints. */
#ifndef COMPLETE_COMPLETE_H
#define COMPLETE_COMPLETE_H

#include "complete/complete_list.h"
#include "util/pairs.h"
#include "util/strv.h"

#include <stddef.h>

struct session;

/*
 * Fills the empty `list` with candidates for byte `point` of `line`, which may
 * begin with an alias: from the rows of the commands, and from
 * session->answers (for at most ANSWERS_BUDGET milliseconds) or the built-in
 * lists. Prints nothing and never connects. All texts begin with the typed text
 * from `start`, or have it elsewhere if none does (case-insensitive, and quoted
 * in any way).
 */
void complete_line(struct session *session, const char *line, size_t point,
	struct complete_list *list);

/* Does the same for a line without aliases, after answers_begin(). */
void complete_text(struct session *session, const char *line, size_t point,
	struct complete_list *list);

/*
 * Completes the last word of a command line whose first word is the command's
 * name. Texts are not quoted; `start` is the byte in the last word where file
 * names begin.
 */
void complete_words(struct session *session, const struct strv *words,
	struct complete_list *list);

/*
 * Returns the arguments that the line still takes, as in usage texts: "CIRCUIT
 * [RELAY,…] [purpose=PURPOSE]" for "extendcircuit ", with a blank first unless
 * the line ends with one. The caller's. NULL if there are none, or the line
 * cannot be parsed yet.
 */
char *complete_hint(const struct pairs *aliases, const char *line);

#endif
