/* A filter that passes on only questions to Tor, for a read-only connection. */
#ifndef PROTO_READ_ONLY_H
#define PROTO_READ_ONLY_H

#include "util/buf.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/* The conditions under which a row applies. */
enum read_only_set {
	READ_ONLY_ALWAYS = 1,
	READ_ONLY_RELAYS = 2,  /* unless this Tor is or uses a bridge */
	READ_ONLY_MONITOR = 4, /* reveals activity of this Tor's users */
};

/*
 * A line passes if every word after the verb is a name of a row for that verb.
 * A name that ends with "*" stands for all that begin that way. Case is
 * ignored.
 */
struct read_only_row {
	enum read_only_set set;
	const char *verb;
	const char *names; /* separated by blanks; empty: the verb alone */
};

/* The lines that pass; ends with a row without a verb. */
extern const struct read_only_row read_only_rows[];

/* Lines that are longer, with their line end, do not pass. */
enum { READ_ONLY_LINE_MAX = 8192 };

/* Set the first members, the others to zero. */
struct read_only {
	unsigned sets;
	/* More rows: a verb and names, separated by blanks; borrowed. */
	const struct strv *allowed;
	struct buf line;
	bool too_long, in_body;
};

/*
 * Appends to `to` the bytes that Tor gets instead of these: lines that pass,
 * built again from their words. Other lines, and all with a body, become
 * READ_ONLY_REFUSED, a command that Tor does not know, so that Tor itself
 * replies, in the right order. A line is held until its end arrives.
 */
void read_only_filter(struct read_only *filter, struct buf *to,
	struct span bytes);

#define READ_ONLY_REFUSED "TORCTL_READ_ONLY"

/* Returns whether this is the text of Tor's reply to that. */
bool read_only_is_refusal(struct span text);

void read_only_clear(struct read_only *filter);

#endif
