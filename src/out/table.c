/* Tables of named columns: filtered, sorted, and aligned or as JSON. */
#include "out/table.h"

#include "out/layout.h"
#include "out/window.h"
#include "proto/event_json.h"
#include "util/alloc.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/format.h"
#include "util/text.h"
#include "util/word.h"

#include <stdlib.h>
#include <string.h>

static bool find_column(const struct table *table, struct span name,
	size_t *column, struct error *error)
{
	struct strv names = STRV_INIT;
	char *wrong, *all;
	const char *better;

	for (*column = 0; *column < table->len; ++*column)
		if (span_equal_nocase(name, table->columns[*column].name))
			return true;
	for (size_t i = 0; i < table->len; i++)
		strv_add(&names, table->columns[i].name);
	wrong = span_copy(name);
	better = strv_suggest(&names, wrong);
	all = strv_join(&names, ", ");
	error_set(error, ERROR_USAGE,
		better ? "unknown column \"%s\"; did "
			 "you mean \"%s\"?"
		       : "unknown column \"%s\"; columns are %s",
		wrong, better ? better : all);
	free(all);
	free(wrong);
	strv_clear(&names);
	return false;
}

static bool choose_columns(struct table *table, const char *list,
	struct error *error)
{
	struct span rest = span_of(list ? list : ""), name;

	for (size_t i = 0; i < table->len && !list; i++)
		if (!(table->columns[i].flags & TABLE_EXTRA))
			table->chosen[table->chosen_len++] = i;
	while (list && rest.at) {
		const char *comma = memchr(rest.at, ',', rest.len);

		name = rest;
		name.len = comma ? (size_t)(comma - rest.at) : rest.len;
		if (table->chosen_len == TABLE_COLUMNS_MAX)
			return error_set(error, ERROR_USAGE, "too many "
				"columns");
		if (!find_column(table, name,
			&table->chosen[table->chosen_len++], error))
			return false;
		rest = comma ? span_from(rest, name.len + 1) :
			(struct span){ NULL, 0 };
	}
	return true;
}

static bool choose_order(struct table *table, const char *by,
	struct error *error)
{
	if (!by)
		return true;
	table->sorted = true;
	table->descending = *by == '-';
	return find_column(table, span_of(by + table->descending),
		&table->sort, error);
}

bool table_begin(struct table *table, const struct table_column *columns,
	const struct table_choice *choice, enum output_form form,
	struct error *error)
{
	table->columns = columns;
	for (table->len = 0; columns[table->len].name; table->len++)
		;
	if (form == OUTPUT_JSON && (choice->columns || choice->no_header))
		return error_set(error, ERROR_USAGE, "--%s cannot be combined "
			"with --json", choice->columns ? "columns" :
			"no-header");
	/* A number, by the argument's type; 0 sets none. */
	if (choice->limit)
		span_number(span_of(choice->limit), &table->limit);
	table->named = choice->columns;
	table->no_header = choice->no_header;
	if (!choose_columns(table, choice->columns, error) ||
		!choose_order(table, choice->sort, error))
		return false;
	for (size_t i = 0; i < table->len; i++)
		table->needed[i] = form == OUTPUT_JSON || table_shows(table, i);
	return true;
}

bool table_shows(const struct table *table, size_t column)
{
	bool shows = table->sorted && table->sort == column;

	for (size_t i = 0; i < table->chosen_len && !shows; i++)
		shows = table->chosen[i] == column;
	return shows;
}

void table_show_column(struct table *table, size_t column)
{
	if (table->named)
		return;
	table->chosen[table->chosen_len++] = column;
	table->needed[column] = true;
}

void table_add_row(struct table *table)
{
	if (table->rows == table->size) {
		table->size = table->size ? table->size * 2 : 64;
		table->cells = alloc_resize(table->cells, table->size *
			table->len, sizeof(*table->cells));
		table->objects = alloc_resize(table->objects, table->size,
			sizeof(*table->objects));
	}
	memset(table->cells + table->rows * table->len, 0, table->len *
		sizeof(*table->cells));
	table->objects[table->rows++] = table->json.len;
}

void table_set(struct table *table, size_t column, struct span text)
{
	struct table_cell *cell =
		&table->cells[(table->rows - 1) * table->len + column];

	if (!table->needed[column])
		return;
	*cell = (struct table_cell){ table->text.len + 1, text.len };
	buf_add_span(&table->text, text);
	buf_add_char(&table->text, '\0');
}

void table_set_number(struct table *table, size_t column,
	unsigned long long number)
{
	struct buf text = BUF_INIT;

	buf_print(&text, "%llu", number);
	table_set(table, column, buf_span(&text));
	buf_clear(&text);
}

struct span table_get(const struct table *table, size_t row, size_t column)
{
	const struct table_cell *cell =
		&table->cells[row * table->len + column];

	return (struct span){ cell->at ? buf_text(&table->text) + cell->at -
		1 : NULL, cell->len };
}

struct json table_object(struct table *table, bool ascii)
{
	return (struct json){ .to = &table->json, .ascii = ascii };
}

void table_clear(struct table *table)
{
	buf_clear(&table->text);
	buf_clear(&table->json);
	free(table->cells);
	free(table->objects);
	*table = (struct table){ 0 };
}

/* Columns are not shrunk below NARROWEST. */
enum { NARROWEST = 8, GAP = 2 };

/* ---- the order of the rows */

struct key {
	struct span text;
	unsigned long long number;
	bool is_number;
	bool descending;
	size_t row;
};

static int compare_text(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;

	for (size_t i = 0; i < len; i++) {
		int difference = (unsigned char)text_lower(a.at[i]) -
			(unsigned char)text_lower(b.at[i]);

		if (difference)
			return difference;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

/* Sorts numbers before words, and empty cells last in either direction. */
static int compare_keys(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	int order;

	if (!a->text.len || !b->text.len)
		order = !a->text.len - !b->text.len;
	else if (a->is_number && b->is_number)
		order = a->number < b->number ? -1 : a->number > b->number;
	else if (a->is_number != b->is_number)
		order = b->is_number - a->is_number;
	else
		order = compare_text(a->text, b->text);
	if (a->descending && a->text.len && b->text.len)
		order = -order;
	return order ? order : a->row < b->row ? -1 : 1;
}

/* Returns the `*count` rows to show, sorted; the caller's. */
static size_t *order_rows(const struct table *table, size_t *count)
{
	size_t *rows = alloc_zeroed((table->rows + 1) * sizeof(*rows));
	struct key *keys = alloc_zeroed((table->rows + 1) * sizeof(*keys));

	for (size_t i = 0; i < table->rows; i++) {
		keys[i].row = i;
		if (!table->sorted)
			continue;
		keys[i].text = table_get(table, i, table->sort);
		keys[i].is_number = span_number(keys[i].text,
			&keys[i].number);
		keys[i].descending = table->descending;
	}
	if (table->sorted)
		qsort(keys, table->rows, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < table->rows; i++)
		rows[i] = keys[i].row;
	*count = table->limit && table->limit < table->rows ?
		(size_t)table->limit : table->rows;
	free(keys);
	return rows;
}

/* ---- aligned lines */

struct sheet {
	const struct table *table;
	struct output *output;
	size_t chosen[TABLE_COLUMNS_MAX];
	size_t len;
	size_t widths[TABLE_COLUMNS_MAX];
	size_t room;     /* lines are cut at this width; 0: not cut */
	struct buf cell; /* the current cell, escaped */
	struct buf left_out; /* names of the columns that do not fit */
};

static const struct table_column *column_at(const struct sheet *sheet,
	size_t i)
{
	return &sheet->table->columns[sheet->chosen[i]];
}

static bool is_empty(const struct table *table, size_t column,
	const size_t *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (table_get(table, rows[i], column).len)
			return false;
	return true;
}

static void keep_columns(struct sheet *sheet, const size_t *rows,
	size_t count)
{
	const struct table *table = sheet->table;

	for (size_t i = 0; i < table->chosen_len; i++) {
		size_t column = table->chosen[i];
		bool spare = table->columns[column].flags & TABLE_SPARE &&
			sheet->output->terminal && !table->named;

		if (!spare || !is_empty(table, column, rows, count))
			sheet->chosen[sheet->len++] = column;
	}
}

static void add_harmless(struct buf *to, struct span text, bool terminal)
{
	if (terminal)
		escape_add_terminal(to, text, ESCAPE_LINE);
	else
		escape_add_controls(to, text);
}

/* Most text is printable ASCII: its width is its length, and it is harmless. */
static bool is_printable(struct span text)
{
	size_t i = 0;

	for (; i + 8 <= text.len; i += 8)
		if (word_between(word_load(text.at + i), ' ', '~') != WORD_TOPS)
			return false;
	for (; i < text.len; i++)
		if (text.at[i] < ' ' || text.at[i] > '~')
			return false;
	return true;
}

static size_t width_of(struct span text)
{
	return is_printable(text) ? text.len : cells_width(text);
}

/* Returns the text of a cell: one line, never empty. */
static struct span shown(struct sheet *sheet, size_t row, size_t i)
{
	struct span text = table_get(sheet->table, row, sheet->chosen[i]);
	unsigned long long seconds;
	bool terminal = sheet->output->terminal;
	const char *tab;

	buf_reset(&sheet->cell);
	if (column_at(sheet, i)->flags & TABLE_AGE &&
		span_number(text, &seconds)) {
		format_add_age(&sheet->cell, seconds);
		return buf_span(&sheet->cell);
	}
	if (text.len && is_printable(text))
		return text;
	/* Escaping keeps TAB, whose width is unknown. */
	for (struct span rest = text; rest.len; ) {
		tab = memchr(rest.at, '\t', rest.len);
		add_harmless(&sheet->cell, (struct span){ rest.at, tab ?
			(size_t)(tab - rest.at) : rest.len }, terminal);
		if (tab)
			buf_add_string(&sheet->cell, "\\x09");
		rest = span_from(rest, tab ? (size_t)(tab - rest.at) + 1 :
			rest.len);
	}
	if (!text.len)
		buf_add_char(&sheet->cell, '-');
	return buf_span(&sheet->cell);
}


static void measure(struct sheet *sheet, const size_t *rows, size_t count)
{
	for (size_t i = 0; i < sheet->len; i++) {
		size_t widest = sheet->table->no_header ? 1 :
			strlen(column_at(sheet, i)->name);

		for (size_t row = 0; row < count; row++) {
			size_t width = width_of(shown(sheet, rows[row], i));

			widest = width > widest ? width : widest;
		}
		sheet->widths[i] = widest;
	}
}

/* Returns the line's width with every column shrunk to its minimum. */
static size_t narrowest(const struct sheet *sheet)
{
	size_t total = 0;

	for (size_t i = 0; i < sheet->len; i++) {
		size_t width = sheet->widths[i];

		if (column_at(sheet, i)->flags & TABLE_SHRINK &&
			width > NARROWEST)
			width = NARROWEST;
		total += width + (i ? GAP : 0);
	}
	return total;
}

/* Drops spare columns while the line is too wide. */
static void spare_columns(struct sheet *sheet)
{
	for (size_t i = sheet->len; i-- && !sheet->table->named; ) {
		if (narrowest(sheet) <= sheet->room)
			return;
		if (!(column_at(sheet, i)->flags & TABLE_SPARE))
			continue;
		buf_print(&sheet->left_out, sheet->left_out.len ? ", %s" :
			"%s", column_at(sheet, i)->name);
		sheet->len--;
		for (size_t j = i; j < sheet->len; j++) {
			sheet->chosen[j] = sheet->chosen[j + 1];
			sheet->widths[j] = sheet->widths[j + 1];
		}
	}
}

/* Narrows the widest shrinkable column until all fit. */
static void shrink(struct sheet *sheet)
{
	size_t total = 0;

	if (!sheet->output->terminal)
		return;
	sheet->room = window_columns(sheet->output->fd);
	spare_columns(sheet);
	for (size_t i = 0; i < sheet->len; i++)
		total += sheet->widths[i] + (i ? GAP : 0);
	while (total > sheet->room) {
		size_t widest = TABLE_COLUMNS_MAX;

		for (size_t i = 0; i < sheet->len; i++)
			if (column_at(sheet, i)->flags & TABLE_SHRINK &&
				sheet->widths[i] > NARROWEST && (widest ==
				TABLE_COLUMNS_MAX || sheet->widths[i] >
				sheet->widths[widest]))
				widest = i;
		if (widest == TABLE_COLUMNS_MAX)
			return;
		sheet->widths[widest]--;
		total--;
	}
}

static void add_blanks(struct buf *line, size_t count)
{
	memset(buf_reserve(line, count), ' ', count);
	line->len += count;
	line->data[line->len] = '\0';
}

/* Adds a padded cell; the last one has no trailing blanks. */
static void add_cell(const struct sheet *sheet, struct buf *line, size_t i,
	struct span text)
{
	size_t width = width_of(text), blanks;
	bool right = column_at(sheet, i)->flags & TABLE_RIGHT;
	bool last = i + 1 == sheet->len;

	if (width > sheet->widths[i]) {
		text.len = cells_fit(text, sheet->widths[i] - 1);
		width = cells_width(text) + 1;
	}
	blanks = sheet->widths[i] > width ? sheet->widths[i] - width : 0;
	if (right)
		add_blanks(line, blanks);
	buf_add_span(line, text);
	if (width_of(text) < width)
		buf_add_char(line, '~');
	if (!right && !last)
		add_blanks(line, blanks);
	if (!last)
		add_blanks(line, GAP);
}

static void add_header(const struct sheet *sheet, struct buf *line)
{
	for (size_t i = 0; i < sheet->len; i++)
		add_cell(sheet, line, i,
			span_of(column_at(sheet, i)->name));
}

/* Returns whether sentences for people may follow or replace the rows. */
static bool has_notes(const struct table *table, const struct output *output)
{
	return output->terminal && !output->quiet && !table->no_header;
}

static void add_note(struct output *output, struct span text)
{
	struct buf lines = BUF_INIT;

	layout_fold(text, 0, 0, window_columns(output->fd), &lines);
	output_styled(output, OUTPUT_NOTE, buf_span(&lines));
	output_string(output, "\n");
	buf_clear(&lines);
}

/* Cuts a line that is still too wide, so that it never wraps. */
static void end_line(const struct sheet *sheet, struct buf *line)
{
	struct span text = buf_span(line);

	if (sheet->room && width_of(text) > sheet->room) {
		buf_truncate(line, cells_fit(text, sheet->room - 1));
		buf_add_char(line, '~');
	}
}

static void render_aligned(const struct table *table, struct output *output,
	const size_t *rows, size_t count)
{
	struct sheet sheet = { .table = table, .output = output };
	struct buf line = BUF_INIT;

	keep_columns(&sheet, rows, count);
	measure(&sheet, rows, count);
	shrink(&sheet);
	if (!table->no_header) {
		add_header(&sheet, &line);
		end_line(&sheet, &line);
		output_styled(output, OUTPUT_HEADING, buf_span(&line));
		output_string(output, "\n");
	}
	for (size_t row = 0; row < count; row++) {
		buf_reset(&line);
		for (size_t i = 0; i < sheet.len; i++)
			add_cell(&sheet, &line, i, shown(&sheet, rows[row],
				i));
		end_line(&sheet, &line);
		buf_add_char(&line, '\n');
		output_bytes(output, buf_span(&line));
	}
	if (sheet.left_out.len && has_notes(table, output)) {
		buf_reset(&line);
		buf_print(&line, "no room for %s", buf_text(&sheet.left_out));
		add_note(output, buf_span(&line));
	}
	buf_clear(&line);
	buf_clear(&sheet.cell);
	buf_clear(&sheet.left_out);
}

/* ---- lines that are not aligned */

void table_line_pair(const struct table *table, size_t row,
	struct output *output)
{
	output_field(output, table_get(table, row, 0),
		table_get(table, row, 1));
}

void table_line_name(const struct table *table, size_t row,
	struct output *output)
{
	output_line(output, table_get(table, row, 0));
}

void table_line_value(const struct table *table, size_t row,
	struct output *output)
{
	struct span value = table_get(table, row, 1);

	if (value.at)
		output_line(output, value);
}

/* ---- JSON */

static void add_name(struct json *to, const struct table_column *column)
{
	struct buf name = BUF_INIT;

	if (column->json) {
		json_add_name(to, column->json);
		return;
	}
	for (const char *c = column->name; *c; c++)
		buf_add_char(&name, *c == '-' ? '_' : text_lower(*c));
	json_add_name(to, buf_text(&name));
	buf_clear(&name);
}

/* Adds the row's object, without empty cells but those of TABLE_NULL. */
static void add_object(struct json *to, const struct table *table, size_t row)
{
	json_open_object(to);
	for (size_t i = 0; i < table->len; i++) {
		const struct table_column *column = &table->columns[i];
		struct span text = table_get(table, row, i);

		if (!text.len && !(column->flags & TABLE_NULL))
			continue;
		add_name(to, column);
		if (text.at)
			event_json_add_value(to, column->type, text);
		else
			json_add_null(to);
	}
	json_close_object(to);
}

static void render_json(const struct table *table, struct output *output,
	const size_t *rows, size_t count)
{
	struct json json = output_json(output);

	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		size_t from = table->objects[rows[i]];
		size_t to = rows[i] + 1 < table->rows ?
			table->objects[rows[i] + 1] : table->json.len;

		if (to > from)
			json_add_raw(&json, (struct span){
				table->json.data + from, to - from });
		else
			add_object(&json, table, rows[i]);
	}
	json_close_array(&json);
	output_string(output, "\n");
}

static void render_text(const struct table *table, struct output *output,
	const size_t *rows, size_t count)
{
	struct buf note = BUF_INIT;

	if (!count && table->what && has_notes(table, output))
		buf_print(&output->pending, "no %s\n", table->what);
	else if (!table->line || table->named || table->no_header)
		render_aligned(table, output, rows, count);
	else
		for (size_t i = 0; i < count; i++)
			table->line(table, rows[i], output);
	if (count < table->rows && has_notes(table, output)) {
		buf_print(&note, "%zu of %zu; --limit 0 for all", count,
			table->rows);
		add_note(output, buf_span(&note));
	}
	buf_clear(&note);
}

void table_render(const struct table *table, struct output *output)
{
	size_t count, *rows = order_rows(table, &count);

	if (output->form == OUTPUT_JSON)
		render_json(table, output, rows, count);
	else
		render_text(table, output, rows, count);
	free(rows);
}
