/* A command's result: named fields, rendered in one place for each form. */
#ifndef OUT_RESULT_H
#define OUT_RESULT_H

#include "out/output.h"
#include "out/table.h"
#include "proto/reply.h"
#include "util/error.h"
#include "util/json.h"
#include "util/pairs.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

enum result_shape {
	RESULT_NOTHING,
	/*
	 * One object. Text: the value of its only field, else name=value lines,
	 * with values of several lines below their names.
	 */
	RESULT_FIELDS,
	/* Rows of cells: see out/table.h. */
	RESULT_TABLE,
};

struct result_field {
	struct buf name;
	struct buf value;
	bool number; /* a number in JSON */
};

/* Zero-initialize; result_clear() frees it. */
struct result {
	enum result_shape shape;
	struct result_field *fields; /* RESULT_FIELDS */
	size_t len;
	struct buf text; /* our own text, instead of fields */
	struct buf json; /* the JSON value, instead of the above; no LF */
	bool named;      /* RESULT_FIELDS: text names a single field */
	struct table table; /* RESULT_TABLE; set up if the row has columns */
};

/* Adds a field, with copies, which are wiped when they are freed. */
void result_add_named(struct result *result, struct span name,
	struct span value);
void result_add(struct result *result, const char *name, struct span value);

/* Adds a field that is a number in JSON. */
void result_add_number(struct result *result, const char *name,
	long long number);

/*
 * Appends untrusted text to `text`, which goes to this output: escaped on a
 * terminal.
 */
void result_add_text(struct result *result, const struct output *output,
	struct span text);

/* Does the same for a line if the form is text, adding a missing LF. */
void result_add_line(struct result *result, const struct output *output,
	struct span text);

/*
 * Makes the result "OK" on a terminal, and a reply in JSON; nothing if the
 * output is quiet.
 */
void result_add_ok(struct result *result, const struct output *output);

/* Returns a writer of `json`, which goes to this output. */
struct json result_json(struct result *result, const struct output *output);

/*
 * Makes the result a list, shown by `line`: a row of the command's table for
 * each pair, with its name and its value, if any, in the first two cells.
 */
void result_add_pairs(struct result *result, const struct pairs *pairs,
	table_line *line);

/*
 * Makes the result a reply as this output shows it: its text ("OK" only on a
 * terminal), or {"status":…,"text":…} with "lines" if it has several. It
 * replaces an earlier reply.
 */
void result_add_reply(struct result *result, const struct output *output,
	const struct reply *reply);

/*
 * Renders the result in the output's form. OUTPUT_RAW renders nothing: the
 * replies have already been shown as received.
 */
void result_render(const struct result *result, struct output *output);

void result_clear(struct result *result);

#endif
