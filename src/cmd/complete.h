/* What could come next on a line: candidates with descriptions. */
#ifndef CMD_COMPLETE_H
#define CMD_COMPLETE_H

#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct session;

/* One candidate: a whole replacement for the part that starts at `start`. */
struct complete_item {
	char *text;        /* as it is to be inserted, quoted if need be */
	char *description; /* harmless one-line text, or NULL */
};

/* Starts all zero, ends with complete_clear(). Sorted, no text twice. */
struct complete_list {
	struct complete_item *items;
	size_t len;
	size_t size;      /* what `items` has room for */
	size_t start;     /* byte offset in the line of what is replaced */
	bool no_blank;    /* more of the same word may follow: add no blank */
	bool file_names;  /* file names are wanted: the editor knows those */
};

/*
 * Fills the empty `list` with what may stand at byte `point` of `line`: by the
 * rows of the commands, and by what session->sources knows (SOURCES_BUDGET
 * milliseconds at most), else the built-in lists. Prints nothing, never
 * connects. All texts begin with what is typed from `start` on, letter case
 * and the way of quoting aside.
 */
void complete_line(struct session *session, const char *line, size_t point,
	struct complete_list *list);

/* The same when the sources have been begun. */
void complete_text(struct session *session, const char *line, size_t point,
	struct complete_list *list);

/*
 * The same for the last of the words of a command line, of which the first is
 * the command's name; texts are as the words are to be, and `start` is where
 * file names begin in the last word.
 */
void complete_words(struct session *session, const struct strv *words,
	struct complete_list *list);

/* Takes copies; `description` may be NULL. */
void complete_add(struct complete_list *list, const char *text,
	const char *description);

/* Puts it in order again; of two with the same text one stays. */
void complete_sort(struct complete_list *list);

void complete_clear(struct complete_list *list);

#endif
