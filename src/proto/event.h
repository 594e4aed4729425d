/* An asynchronous message (6yz) decoded into fields. */
#ifndef PROTO_EVENT_H
#define PROTO_EVENT_H

#include "proto/event_types.h"
#include "proto/lexer.h"
#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Returns the type of a whole event, its first word, such as "CIRC". */
struct span event_name(struct span raw);

/* Returns the rest of the first line, after the type. */
struct span event_arguments(struct span raw);

/*
 * One value of the first line. A positional value has its row in `field` and an
 * empty `name`. A keyword has its name as received, and its row or NULL. Any
 * other word has neither, and `text` is the whole word.
 */
struct event_value {
	const struct event_field *field;
	struct span name;
	struct span text; /* as received, with its quotes if `quoted` */
	bool quoted;
};

/* Words beyond this many are not split. */
enum { EVENT_VALUES = 64 };

/* A decoded event. All spans point into the message. */
struct event {
	const struct event_type *type; /* NULL: unknown type */
	struct span name;
	size_t len;
	struct span rest;    /* words beyond EVENT_VALUES */
	struct span further; /* the message after its first line */
	struct lexer lexer;  /* for `further` */
	struct event_value values[EVENT_VALUES];
};

/*
 * Decodes `raw`, one whole message as received (control-spec 4.1). Every word
 * is in `values` or `rest`; a repeated keyword, or one with the name of another
 * field, is kept as a plain word. The name is empty if there are no words.
 * Returns false if the first line is not a protocol line.
 */
bool event_decode(struct event *event, struct span raw);

/*
 * Returns the value of a field, or of another keyword, by its JSON name; NULL
 * if it is absent.
 */
const struct event_value *event_find(const struct event *event,
	const char *json);

/*
 * Returns a value without its quotes: a span of the message, or of `scratch`,
 * which is filled, if there was something to unescape.
 */
struct span event_value_text(const struct event_value *value,
	struct buf *scratch);

/*
 * Appends the JSON name of a keyword that has no row: lower_snake_case, or
 * tor_time and tor_event for the names that torctl itself uses.
 */
void event_add_name(struct buf *to, struct span keyword);

/*
 * A relay as events name it: $FP, $FP~nick, $FP=nick or nick. Missing parts are
 * empty; any other text is taken as the nickname.
 */
struct event_relay {
	struct span fingerprint; /* 40 hexadecimal digits */
	struct span nickname;
};

struct event_relay event_read_relay(struct span text);

/* Returns whether it has 1 to 19 letters and digits, as a nickname must. */
bool event_is_nickname(struct span text);

/* Returns whether it is 40 hexadecimal digits. */
bool event_is_fingerprint(struct span text);

/* Returns false for what cannot be a relay, such as address:port. */
bool event_is_relay(struct span text);

/* Splits host:port or "[v6]:port". Returns false for anything else. */
bool event_read_target(struct span text, struct span *host,
	struct span *port);

/*
 * Cuts the first part off `rest` at `separator`. Two adjacent separators have
 * an empty part between them, and an empty text is one empty part. Returns
 * false after the last part, when `rest` has become NULL.
 */
bool event_next_part(struct span *rest, char separator, struct span *part);

/*
 * The lines after the first one: lines of data blocks, with dot-stuffing
 * undone, and further lines of the message, without the closing "650 OK".
 */
struct event_lines {
	struct span rest;
	struct span block;
	struct lexer lexer;
};

struct event_lines event_lines_of(const struct event *event);
bool event_next_line(struct event_lines *lines, struct span *line);

#endif
