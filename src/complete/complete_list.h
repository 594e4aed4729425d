/* A list of candidates for completion. */
#ifndef COMPLETE_COMPLETE_LIST_H
#define COMPLETE_COMPLETE_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* A candidate: it replaces the line's text from `start` to the cursor. */
struct complete_item {
	char *text;        /* the text to insert, quoted if necessary */
	char *description; /* escaped one-line text, or NULL */
};

/* Initialise to all zero; free with complete_list_clear(). */
struct complete_list {
	struct complete_item *items;
	size_t len;
	size_t size;      /* capacity of `items` */
	size_t start;     /* byte offset where the replaced text begins */
	bool no_blank;    /* the word may go on: add no blank */
	bool file_names;  /* the editor shall complete file names */
	bool plain;       /* show descriptions without colour */
};

/* Adds copies; `description` may be NULL. */
void complete_list_add(struct complete_list *list, const char *text,
	const char *description);

/* Moves the items of `from` to `list`, which has none. */
void complete_list_take(struct complete_list *list,
	struct complete_list *from);

/*
 * Sorts the list, names that begin with "_" last, and drops duplicates;
 * `nocase`: also those that differ only in letter case.
 */
void complete_list_sort(struct complete_list *list, bool nocase);

void complete_list_clear(struct complete_list *list);

#endif
