/* Tables of named columns: chosen, sorted, and as text or JSON. */
#ifndef OUT_TABLE_H
#define OUT_TABLE_H

#include "out/output.h"
#include "proto/event_types.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/json.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum table_layout {
	TABLE_ALIGNED,
	TABLE_VERTICAL, /* a line for each cell: its column's name, its text */
	TABLE_CSV,      /* RFC 4180, with LF; each row is one line */
};

/* The user's options for a table; NULL: not given. */
struct table_choice {
	const char *columns, *sort, *limit;
	bool no_header, vertical, csv;
	enum table_layout usual; /* unless `vertical` or `csv` */
};

enum table_flag {
	TABLE_RIGHT = 1,  /* right-aligned, for numbers */
	TABLE_SHRINK = 2, /* may be cut on a narrow terminal */
	TABLE_EXTRA = 4,  /* shown only if --columns names it */
	/*
	 * As TABLE_EXTRA on a terminal that is narrow, or if all cells are
	 * empty.
	 */
	TABLE_SPARE = 8,
	TABLE_AGE = 16,   /* seconds, shown as 5m12s */
	TABLE_BYTES = 512, /* bytes, shown as 1.0 KiB */
	TABLE_PATH = 64,  /* separated by commas, shown with arrows */
	TABLE_STATE = 128, /* a state's word, shown in its colour */
	/* A number by which rows are sorted by default, largest first. */
	TABLE_LARGEST = 256,
	TABLE_NULL = 32,  /* in JSON even if empty: null if not set */
};

/* A column; a command's row holds an array that ends without a name. */
struct table_column {
	const char *name;   /* the heading, upper case; also for --columns */
	const char *json;   /* the member in JSON; NULL: from `name` */
	enum event_value_type type; /* in JSON */
	unsigned flags;
	const char *help;
	const char *unit;     /* of a number, for the heading; or NULL */
};

enum { TABLE_COLUMNS_MAX = 25 };

struct table_cell {
	size_t at; /* in `text`, from 1; 0: not set */
	size_t len;
};

struct table;

/* Writes a row of a list that is not a table unless the user asks for one. */
typedef void table_line(const struct table *table, size_t row,
	struct output *output);

/* Zero-initialize; table_clear() frees it. */
struct table {
	const struct table_column *columns;
	size_t len;               /* number of columns */
	size_t chosen[TABLE_COLUMNS_MAX];
	size_t chosen_len;
	bool needed[TABLE_COLUMNS_MAX]; /* the others are not stored */
	bool named;               /* chosen with --columns */
	bool sorted;
	bool descending;
	size_t sort;              /* the column, if `sorted` */
	unsigned long long limit; /* 0: none */
	bool no_header;
	enum table_layout layout;
	/*
	 * How rows are shown unless the user asks for a table, with --columns,
	 * --no-header, --vertical or --csv; NULL: as a table.
	 */
	table_line *line;
	bool as_table;            /* the user does */
	/*
	 * The plural of the rows, as in "no streams" on a terminal. NULL: none.
	 */
	const char *what;
	bool ours;                /* also with --raw: Tor sent no such list */
	struct buf text;
	struct table_cell *cells; /* `len` per row */
	size_t rows;
	size_t size;              /* capacity in rows */
	struct buf json;          /* objects that replace cells */
	/*
	 * The Tor of the rows, if tables of several Tors are merged. They have
	 * one more column, SERVER, which is stored last and shown first. Set
	 * before table_begin(). NULL: there is one Tor.
	 */
	const char *server;
	struct table_column *own_columns; /* with SERVER */
	size_t *objects;          /* end of each row's object in `json` */
};

/*
 * Sets up the table by the command's options. ERROR_USAGE for an unknown
 * column, or for options that the output's form ignores.
 */
bool table_begin(struct table *table, const struct table_column *columns,
	const struct table_choice *choice, enum output_form form,
	struct error *error);

/*
 * Appends the rows of another Tor's table for the same call, and clears `from`.
 * An empty `to` is initialised to all zero.
 */
void table_merge(struct table *to, struct table *from);

/* Returns true if a column is shown; use it to avoid costly lookups. */
bool table_shows(const struct table *table, size_t column);

/*
 * Shows an extra column last, unless the user has named columns. Before rows.
 */
void table_show_column(struct table *table, size_t column);

/* Begins a row of empty cells, which are shown as "-". */
void table_add_row(struct table *table);

/*
 * Sets a cell of the last row, if it can be shown or sorted by; copies `text`,
 * which may be hostile.
 */
void table_set(struct table *table, size_t column, struct span text);
void table_set_number(struct table *table, size_t column,
	unsigned long long number);

/*
 * Returns the unescaped text of any cell, followed by a NUL; `at` is NULL if it
 * is not set.
 */
struct span table_get(const struct table *table, size_t row, size_t column);

/*
 * Returns a writer for the last row's JSON object, if the cells do not hold
 * everything; `ascii` as in struct json.
 */
struct json table_object(struct table *table, bool ascii);

/* NAME=VALUE of the first two cells, or NAME if there is no value. */
table_line table_line_pair;
/* The first cell. */
table_line table_line_name;
/* The second cell, if it is set. */
table_line table_line_value;

/*
 * Writes lines (see out/table_text.h), or an array of objects on one line, or
 * for several Tors each object on a line of its own.
 */
void table_render(const struct table *table, struct output *output);

void table_clear(struct table *table);

#endif
