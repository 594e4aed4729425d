/* Tab completion, independent of the editor: the text to insert or list. */
#ifndef EDITOR_EDITOR_MATCH_H
#define EDITOR_EDITOR_MATCH_H

#include "complete/complete_list.h"
#include "editor/editor.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Initialise to all zero; free with editor_match_clear(). */
struct editor_match {
	struct complete_list list;
	/*
	 * The replacement for the text from list.start to `end`: the longest
	 * common prefix of all candidates, or a single candidate and a blank.
	 * NULL if there are no candidates.
	 */
	char *insert;
	size_t end;   /* at the cursor, or after text that it would double */
	bool changes; /* `insert` differs from the present text */
};

/* Asks the hook (and the file system) for candidates at `point`. */
void editor_match_find(struct editor_match *match,
	const struct editor_hooks *hooks, const char *line, size_t point);

void editor_match_clear(struct editor_match *match);

/*
 * Appends the list of candidates, in at most half the window's rows. `all`: all
 * of them, in columns without descriptions if only those fit the window. Returns
 * false if they do not fit it at all.
 */
bool editor_match_format(const struct editor_match *match, bool all,
	struct buf *to);

#endif
