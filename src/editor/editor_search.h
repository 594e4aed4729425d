/* Ctrl-R for editors that work key by key: a search in the history. */
#ifndef EDITOR_EDITOR_SEARCH_H
#define EDITOR_EDITOR_SEARCH_H

#include "editor/editor_keys.h"
#include "editor/editor_view.h"
#include "util/buf.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/* Initialise to all zero. */
struct editor_search {
	bool on;
	bool failed;      /* no line matches; shows the last that did */
	struct buf wanted;
	char *last;       /* the previous search text */
	char *line;       /* the typed line when the search began, */
	size_t point;     /* and the cursor in it */
	size_t at;        /* index of the line shown; their count: `line` */
	size_t place;     /* the cursor: where the match begins */
};

void editor_search_start(struct editor_search *search,
	const struct strv *history, const char *line, size_t point);

/*
 * Handles a key during a search. Returns false if the key does not belong to
 * the search and is to be obeyed as usual. If the search has ended, the new
 * line is editor_search_line(), with the cursor at `place`.
 */
bool editor_search_key(struct editor_search *search,
	const struct strv *history, enum editor_key key, struct span bytes);

/* Returns the line found; borrowed. */
const char *editor_search_line(const struct editor_search *search,
	const struct strv *history);

/* Draws the search text and the line found, like editor_view_draw(). */
void editor_search_draw(const struct editor_search *search,
	const struct strv *history, struct editor_view *view,
	struct span above);

void editor_search_clear(struct editor_search *search);

#endif
