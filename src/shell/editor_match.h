/* What Tab does, whatever the editor: what to insert, or what to list. */
#ifndef SHELL_EDITOR_MATCH_H
#define SHELL_EDITOR_MATCH_H

#include "cmd/complete.h"
#include "shell/editor.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Starts all zero, ends with editor_match_clear(). */
struct editor_match {
	struct complete_list list;
	/*
	 * What the part from list.start to the cursor is to become: the
	 * longest text that all candidates begin with, or the only one of them
	 * with a blank. NULL when there is no candidate.
	 */
	char *insert;
	bool changes; /* `insert` is not what stands there already */
};

/* Asks the hook (and the file system) what could stand at `point`. */
void editor_match_find(struct editor_match *match,
	const struct editor_hooks *hooks, const char *line, size_t point);

void editor_match_clear(struct editor_match *match);

/* Appends the list of candidates, at most half the window's rows of lines. */
void editor_match_format(const struct editor_match *match, struct buf *to);

#endif
