/* Candidates on their way into a list: matched with what is typed, quoted. */
#ifndef CMD_CANDIDATES_H
#define CMD_CANDIDATES_H

#include "cmd/complete.h"
#include "cmd/cursor.h"
#include "util/buf.h"
#include "util/pairs.h"

/* Starts with candidates_init(), ends with candidates_clear(). */
struct candidates {
	struct session *session;
	const struct cursor *cursor;
	struct complete_list *list;
	struct buf prefix;  /* of the typed word: stays, spelled like this */
	const char *typed;  /* what is typed behind that */
	struct pairs options; /* the built-in ones, once they were needed */
	bool some_end;      /* a candidate after which a blank can follow */
};

enum candidates_end {
	CANDIDATES_END,  /* the word is complete with it */
	CANDIDATES_MORE, /* more of the same word may or has to follow */
};

void candidates_init(struct candidates *candidates, struct session *session,
	const struct cursor *cursor, struct complete_list *list);

/*
 * From now on candidates are for what is typed behind the first `len` bytes of
 * the word, for which `spelled` stands.
 */
void candidates_skip(struct candidates *candidates, size_t len,
	const char *spelled);

/* The same for the next `len` bytes of what is typed, as they are. */
void candidates_skip_typed(struct candidates *candidates, size_t len);

/* The same up to the last comma. */
void candidates_skip_list(struct candidates *candidates);

/*
 * Adds it if it begins with what is typed, letter case aside, and is not one
 * of a list with commas that is typed before.
 */
void candidates_add(struct candidates *candidates, const char *text,
	const char *description, enum candidates_end end);

/* File names are wanted where the candidates would begin. */
void candidates_want_files(struct candidates *candidates);

/* Sorts the list and has done. */
void candidates_clear(struct candidates *candidates);

#endif
