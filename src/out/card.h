/* Details of one item: lines for people, one JSON object for programs. */
#ifndef OUT_CARD_H
#define OUT_CARD_H

#include "out/output.h"
#include "out/result.h"
#include "proto/event_types.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Lasts from card_begin() to card_end(). Values may be hostile. On a terminal
 * they are wrapped to its width; elsewhere each is one line.
 */
struct card {
	bool terminal;
	bool color;
	size_t columns; /* 0: no limit */
	struct buf text; /* in either form */
	struct json json; /* into `text`, or no writer if the form is text */
	struct buf scratch;
};

void card_begin(struct card *card, const struct output *output);

/* ---- lines of text; these do nothing in JSON */

/* Adds a heading. */
void card_head(struct card *card, struct span text);

/* Adds "  label  value"; an empty value adds no line. */
void card_line(struct card *card, const char *label, struct span value);
__attribute__((format(printf, 3, 4)))
void card_print(struct card *card, const char *label, const char *format,
	...);

/* ---- members of the object; these do nothing in text */

/* Adds a member, unless the value is empty. */
void card_member(struct card *card, const char *name,
	enum event_value_type type, struct span value);
void card_number(struct card *card, const char *name,
	unsigned long long number);
void card_bool(struct card *card, const char *name, bool value);
/* Adds an array of the words in `value`. */
void card_words(struct card *card, const char *name, struct span value);
/* Opens a nested object, which lasts until card_close(). */
void card_open(struct card *card, const char *name);
void card_close(struct card *card);

/*
 * Returns the writer to which the caller adds members, or the value of a member
 * just begun; NULL in text.
 */
struct json *card_object(struct card *card);
struct json *card_value(struct card *card, const char *name);

/* Makes the card the command's result. */
void card_end(struct card *card, struct result *result);

#endif
