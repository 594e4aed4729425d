/* A whole message from Tor, reply or event, split into lines. */
#ifndef PROTO_REPLY_H
#define PROTO_REPLY_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

struct reply_line {
	int status;
	char separator;   /* '-', '+' or, in the last line, ' ' */
	struct span text; /* after status and separator, without line end */
	bool has_data;
	struct span data; /* un-stuffed, every line ended by one LF */
};

/* Initialise with REPLY_INIT (all zero); free with reply_clear(). */
struct reply {
	struct buf bytes; /* what the spans point into */
	struct reply_line *lines;
	size_t len; /* at least 1 after reply_parse() */
};

#define REPLY_INIT { BUF_INIT, NULL, 0 }

/*
 * Takes `bytes`, one whole message as received (control-spec 2.3), and splits
 * it in place, without a second copy. `bytes` is empty afterwards. Returns
 * false (ERROR_CONNECTION), leaving `reply` empty, if it is not exactly one
 * message.
 */
bool reply_parse(struct reply *reply, struct buf *bytes, struct error *error);

void reply_clear(struct reply *reply);

/* Returns the code of the last line; 0 for an empty reply. */
int reply_status(const struct reply *reply);

/* Returns the text of the last line, after its code. */
struct span reply_text(const struct reply *reply);

/* Returns whether every line is 2yz; only MAPADDRESS mixes codes. */
bool reply_ok(const struct reply *reply);

/*
 * Sets the error for a successful reply that does not answer the request:
 * ERROR_TOR without a status. Returns false.
 */
bool reply_refuse(struct error *error);

/*
 * Returns true if every line is 2yz; otherwise fills `error` with all lines
 * that are not, in order.
 */
bool reply_check(const struct reply *reply, struct error *error);

#endif
