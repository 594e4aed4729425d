/* One whole message from Tor, reply or event, taken apart into its lines. */
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
	struct span text; /* behind status and separator, without line end */
	bool has_data;
	struct span data; /* un-stuffed, every line ended by one LF */
};

/* Starts as REPLY_INIT (all zero), ends with reply_clear(). */
struct reply {
	struct buf bytes; /* what the spans point into */
	struct reply_line *lines;
	size_t len; /* at least 1 after reply_parse() */
};

#define REPLY_INIT { BUF_INIT, NULL, 0 }

/*
 * Takes `bytes`, one whole message as received (control-spec 2.3), and takes it
 * apart in place: no second copy is made. False (ERROR_CONNECTION) when it is
 * not exactly one message; `reply` is empty then. `bytes` is empty afterwards.
 */
bool reply_parse(struct reply *reply, struct buf *bytes, struct error *error);

void reply_clear(struct reply *reply);

/* The code of the last line; 0 for an empty reply. */
int reply_status(const struct reply *reply);

/* What the last line says behind its code. */
struct span reply_text(const struct reply *reply);

/* True when every line is 2yz: MAPADDRESS alone mixes codes in one reply. */
bool reply_ok(const struct reply *reply);

/*
 * True when the reply is good; else fills `error` with every line that is
 * not, the first one first.
 */
bool reply_check(const struct reply *reply, struct error *error);

#endif
