/* An asynchronous message (6yz) taken apart into fields. */
#ifndef PROTO_EVENT_H
#define PROTO_EVENT_H

#include "proto/event_types.h"
#include "proto/lexer.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* The event's type, the first word of its first line: "CIRC", "BW", … */
struct span event_name(struct span raw);

/* What the first line says behind the type. */
struct span event_arguments(struct span raw);

/*
 * One value of the first line. A position: `field` is its row, `name` is
 * empty. A keyword: `name` as it came, `field` its row or NULL. A word that
 * is neither: both are missing, and `text` is all of it.
 */
struct event_value {
	const struct event_field *field;
	struct span name;
	struct span text; /* as it came, with its quotes if `quoted` */
	bool quoted;
};

/* Words beyond that many are not told apart any more. */
enum { EVENT_VALUES = 64 };

/* An event taken apart in place: all spans point into the message. */
struct event {
	const struct event_type *type; /* NULL: nobody knows it */
	struct span name;
	size_t len;
	struct span rest;    /* words beyond EVENT_VALUES */
	struct span further; /* the message behind its first line */
	struct lexer lexer;  /* for `further` */
	struct event_value values[EVENT_VALUES];
};

/*
 * Takes `raw` apart, one whole message as received (control-spec 4.1). Every
 * word of it is in `values` or `rest`; a keyword that comes a second time, or
 * that bears the name of another field, is kept as a word. The name is empty
 * when there is no word. False when the first line is none of the protocol's.
 */
bool event_decode(struct event *event, struct span raw);

/* The value of a field by its JSON name, NULL when it is not there. */
const struct event_value *event_find(const struct event *event,
	const char *json);

/*
 * What a value says, without quotes: a span of the message, or of `scratch`,
 * which it fills, where there was something to unescape.
 */
struct span event_value_text(const struct event_value *value,
	struct buf *scratch);

/*
 * Appends the JSON name of a keyword that has no row: lower_snake_case, and
 * tor_time, tor_event for the names that are torctl's own.
 */
void event_add_name(struct buf *to, struct span keyword);

/*
 * A relay as events name it: $FP, $FP~nick, $FP=nick or nick. Parts that are
 * not there are empty; what is none of these is the nickname.
 */
struct event_relay {
	struct span fingerprint; /* 40 hexadecimal digits */
	struct span nickname;
};

struct event_relay event_read_relay(struct span text);

/* Whether it can be a relay at all, which an address:port cannot. */
bool event_is_relay(struct span text);

/* host:port cut in two, "[v6]:port" too. False when it is not that. */
bool event_read_target(struct span text, struct span *host,
	struct span *port);

/*
 * Cuts the first part off `rest` at `separator`; two separators have an empty
 * part between them, and an empty text is one empty part. False behind the
 * last part, when `rest` has become NULL.
 */
bool event_next_part(struct span *rest, char separator, struct span *part);

/*
 * The lines behind the first one: those of data blocks without the dots that
 * stuff them, and further lines of the message. The closing "650 OK" is none.
 */
struct event_lines {
	struct span rest;
	struct span block;
	struct lexer lexer;
};

struct event_lines event_lines_of(const struct event *event);
bool event_next_line(struct event_lines *lines, struct span *line);

#endif
