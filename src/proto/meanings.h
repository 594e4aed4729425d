/*
 * Meanings of the words in Tor's messages: states, purposes, flags and codes.
 */
#ifndef PROTO_MEANINGS_H
#define PROTO_MEANINGS_H

#include "util/buf.h"
#include "util/span.h"

/* A word in Tor's spelling, and its meaning. A table ends with an empty row. */
struct meaning {
	const char *name;
	const char *text;
};

/* The words that one kind of field may hold, such as "flag of a relay". */
struct meanings {
	const char *kind;
	const struct meaning *words;
	const char *command; /* takes the word as its argument, or NULL */
};

/* All kinds, those of proto/reasons.h too; ends with an empty row. */
extern const struct meanings meanings[];

extern const struct meaning meanings_signals[];
extern const struct meaning meanings_features[];
extern const struct meaning meanings_purposes[]; /* for SETCIRCUITPURPOSE */
extern const struct meaning meanings_relay_flags[]; /* dir-spec 3.4.1 */
/* Keys of GETINFO that Tor answers but does not list. */
extern const struct meaning meanings_keys[];

/* Returns the text for a word, or NULL if it is unknown. */
const char *meanings_find(const struct meaning *words, struct span name);

/*
 * Appends the text for a word followed by Tor's name: "it took too long
 * (TIMEOUT)". An unknown name is appended alone.
 */
void meanings_add(struct buf *to, const struct meaning *words,
	struct span name);

#endif
