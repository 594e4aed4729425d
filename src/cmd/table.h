/* Rows of named cells: filtered, sorted, and aligned or as JSON. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "cmd/output.h"
#include "proto/event_types.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct args;

enum table_flag {
	TABLE_RIGHT = 1,  /* numbers stand below each other */
	TABLE_SHRINK = 2, /* may be cut where the terminal is too narrow */
	TABLE_EXTRA = 4,  /* only shown when --columns names it */
	/* The same on a terminal where all its cells are empty, or it is narrow. */
	TABLE_SPARE = 8,
	TABLE_AGE = 16,   /* seconds, shown as 5m12s */
};

/* A column; the row of a command holds an array that ends without a name. */
struct table_column {
	const char *name;   /* the heading, in capitals; for --columns too */
	const char *json;   /* the member in JSON; NULL: of `name` */
	enum event_value_type type; /* in JSON */
	unsigned flags;
	const char *help;
};

enum { TABLE_COLUMNS_MAX = 24 };

/* The options of the row of every command that yields a table. */
#define TABLE_OPTIONS \
	{ "columns", ARGUMENT_COLUMN, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "show these columns, in this order", \
		"NAME,…" }, \
	{ "sort", ARGUMENT_COLUMN, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "sort by this column; -NAME for descending order", "NAME" }, \
	{ "limit", ARGUMENT_NUMBER, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL, "show at most N rows" }, \
	{ "no-header", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_OPTIONAL, \
		"omit the heading" }

struct table_cell {
	size_t at; /* in `text` */
	size_t len;
};

/* Starts all zero, ends with table_clear(). */
struct table {
	const struct table_column *columns;
	size_t len;               /* how many there are */
	size_t chosen[TABLE_COLUMNS_MAX];
	size_t chosen_len;
	bool named;               /* by the user */
	bool sorted;
	bool descending;
	size_t sort;              /* the column, if `sorted` */
	unsigned long long limit; /* 0: none */
	bool no_header;
	struct buf text;
	struct table_cell *cells; /* `len` for each row */
	size_t rows;
	size_t size;              /* rows there is room for */
	struct buf json;          /* objects that take the place of cells */
	size_t *objects;          /* where each row's object ends in `json` */
};

/*
 * Sets the table up as the command's options say. ERROR_USAGE for a column
 * that there is not, and for options that the output's form makes no use of.
 */
bool table_begin(struct table *table, const struct table_column *columns,
	const struct args *args, enum output_form form, struct error *error);

/* Whether a column is to be shown, for what costs something to find out. */
bool table_shows(const struct table *table, size_t column);

/* Begins a row; its cells are empty, which is shown as "-". */
void table_add_row(struct table *table);

/* Sets a cell of the last row; `text` is copied, and may be hostile. */
void table_set(struct table *table, size_t column, struct span text);
void table_set_number(struct table *table, size_t column,
	unsigned long long number);

/* A cell of any row, as it was set. */
struct span table_get(const struct table *table, size_t row, size_t column);

/*
 * Where the caller appends the last row's JSON object, the braces with it, when
 * the cells do not say all.
 */
struct buf *table_object(struct table *table);

/* Writes it: aligned lines, or an array of objects on one line. */
void table_render(const struct table *table, struct output *output);

void table_clear(struct table *table);

#endif
