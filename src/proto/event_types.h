/* What each type of event says: one row a type, of which all else is made. */
#ifndef PROTO_EVENT_TYPES_H
#define PROTO_EVENT_TYPES_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* How a value is read; where it does not fit it stays a string. */
enum event_value_type {
	EVENT_STRING,
	EVENT_NUMBER,   /* decimal digits, maybe "-", for 64 bits with sign */
	EVENT_DECIMAL,  /* the same, maybe with a fraction */
	EVENT_LIST,     /* split at commas */
	EVENT_COUNTS,   /* name:n,name:n or name=n,name=n */
	EVENT_RELAY,    /* $FP, $FP~nick, $FP=nick or nick */
	EVENT_PATH,     /* relays split at commas; absent: an empty list */
	EVENT_RELAYS,   /* the rest of the line: relays split at blanks */
	EVENT_TARGET,   /* host:port, of a stream */
	EVENT_ENDPOINT, /* a relay or an address */
	EVENT_MAPPED,   /* an address, or "<error>": none */
	EVENT_REST,     /* the rest of the line as it stands */
};

struct event_field {
	const char *name; /* as Tor spells a keyword; a position's own name */
	const char *json; /* its member in JSON */
	enum event_value_type type;
	const char *help;
	bool optional;    /* a position that Tor may leave out */
};

/* What the lines behind the first one are. */
enum event_data {
	EVENT_TEXT,    /* unknown: kept as they are */
	EVENT_MESSAGE, /* belong to the message of the first line */
	EVENT_ENTRIES, /* router status entries (dir-spec, 3.4.1) */
	EVENT_CHANGES, /* Key=value or Key */
	EVENT_CONTENT, /* a document */
};

/* Which words of a person's own the terminal has for it. */
struct event_wording {
	const char *field;    /* a position or keyword by its JSON name */
	const char *value;    /* that has this value */
	const char *template; /* see struct event_type's `shown` */
};

enum { EVENT_POSITIONS = 5, EVENT_KEYWORDS = 20, EVENT_WORDINGS = 32 };

struct event_type {
	const char *name;
	int place; /* in GETINFO events/names, from 1; 0: it is not there */
	const char *summary; /* what has happened, in a line */
	/*
	 * One event of the type behind its name, as Tor writes it; lines
	 * behind the first one are those of its data block.
	 */
	const char *example;
	struct event_field positions[EVENT_POSITIONS + 1];
	struct event_field keywords[EVENT_KEYWORDS + 1];
	enum event_value_type other; /* of keywords without a row */
	enum event_data data;
	/*
	 * How it reads on a terminal: words with {field} or {field:manner} in
	 * them, by JSON names; what stands in [ ] is left out when a field in
	 * it is not there. The first of `wordings` that applies comes before
	 * `shown`. cmd/event_line.h lists the manners.
	 */
	const char *shown;
	struct event_wording wordings[EVENT_WORDINGS + 1];
};

/* Families of rows, each ended by a row without a name. */
extern const struct event_type *const event_families[];
extern const size_t event_families_len;

extern const struct event_type event_types_circuits[];
extern const struct event_type event_types_traffic[];
extern const struct event_type event_types_status[];
extern const struct event_type event_types_network[];

/* The row of that name, in Tor's capitals. NULL: nobody knows it. */
const struct event_type *event_type_find(struct span name);

/* The same for what a person typed, in any letter case. */
const struct event_type *event_type_named(const char *name);

/*
 * The row at that place, from 0, in the order of tor 0.4.9.11's
 * events/names; NULL behind the last one. Types of older Tors, and those that
 * no Tor sends yet, are not among them.
 */
const struct event_type *event_type_at(size_t index);

/* The same row's name. */
const char *event_type_name_at(size_t index);

/* What the row of that name (any letter case) says of it; NULL: no row. */
const char *event_type_summary(const char *name);

/* What a value of that type is in JSON, in words. */
const char *event_value_type_text(enum event_value_type type);

/* The member of JSON that has an event's data, NULL in `json`: none known. */
struct event_member {
	const char *json;
	const char *type; /* in words */
	const char *help;
};

struct event_member event_data_member(enum event_data data);

/* Calls `visit` for each row. */
void event_types_each(void (*visit)(void *arg, const struct event_type *type),
	void *arg);

#endif
