/* Descriptions of all event types: one row per type drives everything else. */
#ifndef PROTO_EVENT_TYPES_H
#define PROTO_EVENT_TYPES_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* How a value is read. If it does not fit, it stays a string. */
enum event_value_type {
	EVENT_STRING,
	EVENT_NUMBER,   /* signed 64-bit integer in decimal */
	EVENT_DECIMAL,  /* the same, with an optional fraction */
	EVENT_LIST,     /* separated by commas */
	EVENT_COUNTS,   /* name:n,name:n or name=n,name=n */
	EVENT_RELAY,    /* $FP, $FP~nick, $FP=nick or nick */
	EVENT_PATH,     /* relays separated by commas; absent: an empty list */
	EVENT_RELAYS,   /* the rest of the line: relays separated by blanks */
	EVENT_TARGET,   /* host:port, of a stream */
	EVENT_ENDPOINT, /* a relay or an address */
	EVENT_MAPPED,   /* an address, or "<error>" for none */
	EVENT_REST,     /* the rest of the line, unchanged */
};

/*
 * Names are arrays, so that they are copied and compared whole, a million times
 * a second, and need no relocation.
 */
enum { EVENT_NAME_SIZE = 24 };

struct event_field {
	/* A keyword as Tor spells it, or a position's name; empty: no field. */
	char name[EVENT_NAME_SIZE];
	char json[EVENT_NAME_SIZE]; /* its JSON member */
	enum event_value_type type;
	const char *help;
	bool optional;    /* a positional value that Tor may leave out */
};

/* What the lines after the first one hold. */
enum event_data {
	EVENT_TEXT,    /* unknown: kept unchanged */
	EVENT_MESSAGE, /* more of the first line's message */
	EVENT_ENTRIES, /* router status entries (dir-spec 3.4.1) */
	EVENT_CHANGES, /* Key=value or Key */
	EVENT_CONTENT, /* a document */
};

/* The terminal wording for an event in which `field` has `value`. */
struct event_wording {
	const char *field;    /* a position or keyword by its JSON name */
	const char *value;    /* the value to match */
	const char *template; /* see `shown` in struct event_type */
};

/*
 * Lists of a row, each entry followed by a comma. They are pointers instead of
 * arrays with room for the longest, because the dynamic linker writes to every
 * page of the rows.
 */
#define FIELDS(...) (const struct event_field[]){ __VA_ARGS__ { "" } }
#define WORDINGS(...) (const struct event_wording[]){ __VA_ARGS__ { 0 } }

/* As many as a row may have. */
enum { EVENT_KEYWORDS = 32 };

struct event_type {
	const char *name;
	int place; /* in GETINFO events/names, from 1; 0: not listed */
	const char *summary; /* what happened, in one line */
	/*
	 * An example of the event after its name, as Tor writes it; further
	 * lines are those of its data block.
	 */
	const char *example;
	const struct event_field *positions; /* FIELDS(…); NULL: none */
	const struct event_field *keywords;  /* FIELDS(…) */
	enum event_value_type other; /* of keywords without a row */
	enum event_data data;
	/*
	 * How it reads on a terminal: text with {field} or {field:format}, by
	 * JSON name. A part in [ ] is left out if a field in it is absent. The
	 * first of `wordings` that matches comes before `shown`.
	 * out/event_line.h lists the formats.
	 */
	const char *shown;
	const struct event_wording *wordings; /* WORDINGS(…); NULL: none */
};

/* Return the lists, which end with an entry without a name or template. */
const struct event_field *event_positions(const struct event_type *type);
const struct event_field *event_keywords(const struct event_type *type);
const struct event_wording *event_wordings(const struct event_type *type);

/* Returns the row of that name, in upper case as Tor sends it, or NULL. */
const struct event_type *event_type_find(struct span name);

/* Does the same for a name typed by a person (case-insensitive). */
const struct event_type *event_type_named(const char *name);

/*
 * Returns the row at that place, from 0, in the order of tor 0.4.9.11's
 * events/names; NULL after the last one. Types of older Tors, and types that no
 * Tor sends yet, are not included.
 */
const struct event_type *event_type_at(size_t index);

/* Returns the same row's name. */
const char *event_type_name_at(size_t index);

/* Returns the summary of that type (case-insensitive); NULL: no such row. */
const char *event_type_summary(const char *name);

/* Returns the JSON type of such values, in words. */
const char *event_value_type_text(enum event_value_type type);

/* The JSON member that holds an event's data; `json` is NULL if unknown. */
struct event_member {
	const char *json;
	const char *type; /* in words */
	const char *help;
};

struct event_member event_data_member(enum event_data data);

void event_types_each(void (*visit)(void *arg, const struct event_type *type),
	void *arg);

#endif
