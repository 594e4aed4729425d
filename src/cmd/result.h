/* What a command yields: named fields, rendered in one place for every form. */
#ifndef CMD_RESULT_H
#define CMD_RESULT_H

#include "api/info.h"
#include "cmd/output.h"
#include "cmd/table.h"
#include "proto/reply.h"
#include "util/error.h"
#include "util/pairs.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

enum result_shape {
	RESULT_NOTHING,
	/*
	 * One object. Text: the value of its only field, else name=value
	 * lines, a value of several lines below its name.
	 */
	RESULT_OBJECT,
	/* A list of objects of two fields each. Text: name=value lines. */
	RESULT_PAIRS,
	/* A reply as it is: {"status":…,"text":…}. Text: what it says. */
	RESULT_REPLY,
	/* Rows of cells: see cmd/table.h. */
	RESULT_TABLE,
};

struct result_field {
	struct span name;
	struct span value;
	bool number; /* in JSON it is one */
};

/* Starts all zero, ends with result_clear(). */
struct result {
	enum result_shape shape;
	struct result_field *fields; /* RESULT_OBJECT */
	size_t len;
	struct pairs pairs;          /* RESULT_PAIRS */
	const char *pair_names[2];
	bool bare;                   /* RESULT_PAIRS: text has no names */
	bool only_name;              /* RESULT_PAIRS: text has no values */
	bool numbered;               /* RESULT_PAIRS: names are numbers */
	struct reply reply;          /* RESULT_REPLY */
	struct buf text; /* our own text, in place of fields and pairs */
	struct buf json; /* the JSON value in place of all that, without LF */
	bool only_value; /* RESULT_OBJECT: text is the last field's value */
	bool named;      /* RESULT_OBJECT: text has the name of an only field */
	struct info info; /* owns what fields may point into */
	struct pairs owned; /* so does this */
	struct table table; /* RESULT_TABLE; set up for a row with columns */
};

/* Adds a field to an object; both spans must outlive the result. */
void result_add_borrowed(struct result *result, struct span name,
	struct span value);

/* The same with copies. */
void result_add(struct result *result, const char *name, struct span value);

/* A field that is a number in JSON. */
void result_add_number(struct result *result, const char *name,
	long long number);

/*
 * Appends text that is not our own to `text`, which goes to this output: on a
 * terminal made harmless.
 */
void result_add_text(struct result *result, const struct output *output,
	struct span text);

/*
 * There is nothing to report: makes it "OK" on a terminal and what a reply is
 * as JSON, unless the output is to be quiet.
 */
void result_add_ok(struct result *result, const struct output *output);

/* Makes it a reply, which it takes over. */
void result_take_reply(struct result *result, struct reply *reply);

/* Renders it in the output's form. OUTPUT_RAW renders nothing: the bytes of
 * the replies have been shown as they came. */
void result_render(const struct result *result, struct output *output);

void result_clear(struct result *result);

#endif
