/* What is known of one thing: lines for people, one JSON object for programs. */
#ifndef CMD_CARD_H
#define CMD_CARD_H

#include "cmd/output.h"
#include "cmd/result.h"
#include "proto/event_types.h"
#include "util/buf.h"
#include "util/cells.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Starts with card_begin(), ends with card_end(). What goes into it may be
 * hostile. On a terminal values are wrapped to its width; in a pipe each is one
 * line.
 */
struct card {
	bool json;      /* which of the two it is to be */
	bool terminal;
	bool color;
	size_t columns; /* 0: without end */
	bool first;     /* no member is in it yet */
	struct buf text;
	struct buf scratch;
	struct cells_locale locale;
};

void card_begin(struct card *card, const struct output *output);

/* ---- lines of text; nothing happens when it is to be JSON */

/* The name of what follows. */
void card_head(struct card *card, struct span text);

/* "  label  value"; an empty value has no line. */
void card_line(struct card *card, const char *label, struct span value);
__attribute__((format(printf, 3, 4)))
void card_print(struct card *card, const char *label, const char *format,
	...);

/* ---- members of the object; nothing happens when it is to be text */

/* An empty value is left out. */
void card_member(struct card *card, const char *name,
	enum event_value_type type, struct span value);
void card_number(struct card *card, const char *name,
	unsigned long long number);
void card_bool(struct card *card, const char *name, bool value);
/* An array of the words of `value`. */
void card_words(struct card *card, const char *name, struct span value);
/* An object that is a member: what follows is in it, up to card_close(). */
void card_open(struct card *card, const char *name);
void card_close(struct card *card);

/*
 * Where a caller appends a member's value of its own, or NULL when it is to be
 * text.
 */
struct buf *card_value(struct card *card, const char *name);

/* Hands it over as the command's result. */
void card_end(struct card *card, struct result *result);

#endif
