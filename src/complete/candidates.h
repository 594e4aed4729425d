/* Completion candidates: matched with the typed text, quoted, and listed. */
#ifndef COMPLETE_CANDIDATES_H
#define COMPLETE_CANDIDATES_H

#include "complete/complete.h"
#include "complete/context.h"
#include "util/buf.h"
#include "util/pairs.h"

struct candidates {
	struct session *session;
	const struct context *context;
	struct complete_list *list;
	struct complete_list others; /* that contain the typed text elsewhere */
	struct buf prefix;  /* the typed part that stays, as spelled */
	const char *typed;  /* the typed text after that */
	struct pairs options; /* the built-in ones, loaded when needed */
	bool some_end;      /* a blank may follow some candidate */
	bool nocase;        /* letter case makes no difference */
};

enum candidates_end {
	CANDIDATES_END,  /* the word is complete */
	CANDIDATES_MORE, /* the word may or must go on */
};

void candidates_init(struct candidates *candidates, struct session *session,
	const struct context *context, struct complete_list *list);

/*
 * Makes later candidates complete the text after the first `len` bytes of the
 * word. `spelled` replaces those bytes.
 */
void candidates_skip(struct candidates *candidates, size_t len,
	const char *spelled);

/* Skips the next `len` typed bytes, unchanged. */
void candidates_skip_typed(struct candidates *candidates, size_t len);

/* Skips up to the last comma. */
void candidates_skip_list(struct candidates *candidates);

/*
 * Adds the candidate if it begins with the typed text (case-insensitive), and
 * is not already in a typed comma-separated list. One that contains the text
 * elsewhere (two letters or more) is kept in case none begins with it.
 */
void candidates_add(struct candidates *candidates, const char *text,
	const char *description, enum candidates_end end);

/* Returns true if candidates_add() would add the text. */
bool candidates_fits(const struct candidates *candidates, const char *text);

/* Returns true if the typed text is long enough to be searched for anywhere. */
bool candidates_search(const struct candidates *candidates);

/* Requests file names instead of candidates. */
void candidates_want_files(struct candidates *candidates);

/* Finishes and sorts the list, and frees the rest. */
void candidates_clear(struct candidates *candidates);

#endif
