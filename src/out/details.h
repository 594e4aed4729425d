/* Details of one item: lines for people, one JSON object for programs. */
#ifndef OUT_DETAILS_H
#define OUT_DETAILS_H

#include "out/output.h"
#include "out/result.h"
#include "out/style.h"
#include "proto/event_types.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Lasts from details_begin() to details_end(). Values may be hostile. On a
 * terminal they are wrapped to its width; elsewhere each is one line.
 */
struct details {
	bool terminal;
	bool color;
	size_t columns; /* 0: no limit */
	size_t label;   /* cells for the widest label */
	struct buf *text; /* of the result */
	struct json json; /* of the result; no writer if the form is text */
	struct buf scratch;
};

/* Begins the details, which become the result of a command. */
void details_begin(struct details *details, struct result *result,
	const struct output *output);

/* ---- lines of text; these do nothing in JSON */

/* Adds a heading. */
void details_heading(struct details *details, struct span text);

/* Adds "  label  value"; an empty value adds no line. */
void details_line(struct details *details, const char *label,
	struct span value);
/* Does the same for a value in a style; the label is not in colour. */
void details_styled(struct details *details, const char *label,
	enum style style, struct span value);
__attribute__((format(printf, 3, 4)))
void details_print(struct details *details, const char *label,
	const char *format, ...);

/* ---- members of the object; these do nothing in text */

/* Adds a member, unless the value is empty. */
void details_member(struct details *details, const char *name,
	enum event_value_type type, struct span value);
void details_number(struct details *details, const char *name,
	unsigned long long number);
void details_bool(struct details *details, const char *name, bool value);
/* Adds an array of the words in `value`. */
void details_words(
	struct details *details, const char *name, struct span value);
/* Opens a nested object, which lasts until details_close(). */
void details_open(struct details *details, const char *name);
void details_close(struct details *details);

/*
 * Returns the writer to which the caller adds members, or the value of a member
 * just begun; NULL in text.
 */
struct json *details_object(struct details *details);
struct json *details_value(struct details *details, const char *name);

void details_end(struct details *details);

#endif
