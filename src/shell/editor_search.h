/* Ctrl-R for editors that are asked key by key: a search in what was typed. */
#ifndef SHELL_EDITOR_SEARCH_H
#define SHELL_EDITOR_SEARCH_H

#include "shell/editor_keys.h"
#include "shell/editor_view.h"
#include "util/buf.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

/* All zero when none was ever begun. */
struct editor_search {
	bool on;
	bool failed;      /* nothing has it; what is shown had less of it */
	struct buf wanted;
	char *last;       /* what was wanted the time before */
	char *line;       /* what was typed when it began, */
	size_t point;     /* and where the cursor was */
	size_t at;        /* which earlier line; their count: `line` */
	size_t place;     /* the cursor in it: where what is wanted begins */
};

void editor_search_start(struct editor_search *search,
	const struct strv *history, const char *line, size_t point);

/*
 * A key while it is on. False when the key is none of the search's own: it is
 * then to be obeyed as usual. When the search is off afterwards the line is
 * editor_search_line() from now on, the cursor at `place`.
 */
bool editor_search_key(struct editor_search *search,
	const struct strv *history, enum editor_key key, struct span bytes);

/* The line found; borrowed. */
const char *editor_search_line(const struct editor_search *search,
	const struct strv *history);

/* As editor_view_draw(): what is wanted, and what was found. */
void editor_search_draw(const struct editor_search *search,
	const struct strv *history, struct editor_view *view,
	struct span above);

void editor_search_clear(struct editor_search *search);

#endif
