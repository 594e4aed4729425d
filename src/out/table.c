/* Tables of named columns: chosen, sorted, and as text or JSON. */
#include "out/table.h"

#include "out/server_line.h"
#include "out/table_text.h"
#include "proto/event_json.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* Returns the number of columns without SERVER. */
static size_t own_len(const struct table *table)
{
	return table->len - (table->server ? 1 : 0);
}

static void set_columns(struct table *table,
	const struct table_column *columns)
{
	static const struct table_column server = { "SERVER", "server",
		EVENT_STRING, 0, "the Tor's name", NULL };

	table->columns = columns;
	for (table->len = 0; columns[table->len].name; table->len++)
		;
	if (!table->server)
		return;
	table->own_columns = alloc_zeroed((table->len + 2) *
		sizeof(*table->own_columns));
	memcpy(table->own_columns, columns, table->len *
		sizeof(*table->own_columns));
	table->own_columns[table->len++] = server;
	table->columns = table->own_columns;
}

static bool find_column(const struct table *table, struct span name,
	size_t *column, struct error *error)
{
	struct strv names = STRV_INIT;
	struct closest closest;
	char *wrong, *all, *columns;

	for (*column = 0; *column < table->len; ++*column)
		if (span_equal_nocase(name, table->columns[*column].name))
			return true;
	for (size_t i = 0; i < table->len; i++)
		strv_add(&names, table->columns[i].name);
	wrong = span_copy(name);
	closest = (struct closest)CLOSEST(wrong);
	closest_try_all(&closest, &names);
	all = strv_join(&names, ", ");
	columns = alloc_print("; columns are %s", all);
	closest_refuse(&closest, "column", columns, error);
	free(columns);
	free(all);
	free(wrong);
	strv_clear(&names);
	return false;
}

static bool choose_columns(struct table *table, const char *list,
	struct error *error)
{
	struct span rest = span_of(list ? list : ""), name;

	if (table->server && !list)
		table->chosen[table->chosen_len++] = table->len - 1;
	for (size_t i = 0; i < own_len(table) && !list; i++)
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
	for (size_t i = 0; i < table->len && !by; i++) {
		if (!(table->columns[i].flags & TABLE_LARGEST))
			continue;
		table->sorted = table->descending = true;
		table->sort = i;
	}
	if (!by)
		return true;
	table->sorted = true;
	table->descending = *by == '-';
	return find_column(table, span_of(by + table->descending),
		&table->sort, error);
}

/* Returns the option that changes the text of a table, or NULL. */
static const char *of_text(const struct table_choice *choice)
{
	return choice->columns ? "columns" : choice->no_header ? "no-header" :
		choice->csv ? "csv" : choice->vertical ? "vertical" : NULL;
}

bool table_begin(struct table *table, const struct table_column *columns,
	const struct table_choice *choice, enum output_form form,
	struct error *error)
{
	set_columns(table, columns);
	if (form != OUTPUT_TEXT && of_text(choice))
		return error_set(error, ERROR_USAGE, "--%s cannot be combined "
			"with --%s", of_text(choice), form == OUTPUT_JSON ?
			"json" : "raw");
	if (choice->csv && choice->vertical)
		return error_set(error, ERROR_USAGE, "--csv and --vertical "
			"cannot be combined");
	/* A number, by the argument's type; 0 sets none. */
	if (choice->limit)
		span_number(span_of(choice->limit), &table->limit);
	table->named = choice->columns;
	table->no_header = choice->no_header;
	table->layout = choice->csv ? TABLE_CSV : choice->vertical ?
		TABLE_VERTICAL : choice->usual;
	table->as_table = of_text(choice);
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

static void reserve_rows(struct table *table, size_t count)
{
	if (table->size - table->rows >= count)
		return;
	while (table->size - table->rows < count)
		table->size = table->size ? table->size * 2 : 64;
	table->cells = alloc_resize(table->cells, table->size * table->len,
		sizeof(*table->cells));
	table->objects = alloc_resize(table->objects, table->size,
		sizeof(*table->objects));
}

void table_add_row(struct table *table)
{
	reserve_rows(table, 1);
	memset(table->cells + table->rows * table->len, 0, table->len *
		sizeof(*table->cells));
	table->objects[table->rows++] = table->json.len;
	if (table->server)
		table_set(table, table->len - 1, span_of(table->server));
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
	free(table->own_columns);
	*table = (struct table){ 0 };
}

/* A handler may have shown a column for one of the Tors only. */
static void merge_chosen(struct table *to, const struct table *from)
{
	for (size_t i = 0; i < from->chosen_len; i++)
		if (!table_shows(to, from->chosen[i]) &&
			to->chosen_len < TABLE_COLUMNS_MAX)
			table_show_column(to, from->chosen[i]);
}

void table_merge(struct table *to, struct table *from)
{
	size_t text = to->text.len, json = to->json.len;

	if (!to->len) {
		*to = *from;
		*from = (struct table){ 0 };
		return;
	}
	merge_chosen(to, from);
	reserve_rows(to, from->rows);
	buf_add_span(&to->text, buf_span(&from->text));
	buf_add_span(&to->json, buf_span(&from->json));
	for (size_t i = 0; i < from->rows * from->len; i++) {
		struct table_cell *cell = &to->cells[to->rows * to->len + i];

		*cell = from->cells[i];
		cell->at += cell->at ? text : 0;
	}
	for (size_t i = 0; i < from->rows; i++)
		to->objects[to->rows + i] = from->objects[i] + json;
	to->rows += from->rows;
	table_clear(from);
}

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
	for (size_t i = 0; i < own_len(table); i++) {
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

static void add_row(struct json *json, const struct table *table, size_t row)
{
	size_t from = table->objects[row];
	size_t to = row + 1 < table->rows ? table->objects[row + 1] :
		table->json.len;

	if (to > from)
		json_add_raw(json, (struct span){ table->json.data + from,
			to - from });
	else
		add_object(json, table, row);
}

static void render_server_json(const struct table *table,
	struct output *output, const size_t *rows, size_t count)
{
	struct buf object = BUF_INIT;
	char *server;

	for (size_t i = 0; i < count; i++) {
		struct json json = { .to = &object,
			.ascii = output->terminal };

		buf_reset(&object);
		add_row(&json, table, rows[i]);
		server = span_copy(table_get(table, rows[i], table->len - 1));
		server_line_add_object(&output->pending, server,
			buf_span(&object));
		output_string(output, "\n");
		free(server);
	}
	buf_clear(&object);
}

static void render_json(const struct table *table, struct output *output,
	const size_t *rows, size_t count)
{
	struct json json = output_json(output);

	json_open_array(&json);
	for (size_t i = 0; i < count; i++)
		add_row(&json, table, rows[i]);
	json_close_array(&json);
	output_string(output, "\n");
}

void table_render(const struct table *table, struct output *output)
{
	size_t count, *rows = order_rows(table, &count);

	if (output->form == OUTPUT_JSON && table->server)
		render_server_json(table, output, rows, count);
	else if (output->form == OUTPUT_JSON)
		render_json(table, output, rows, count);
	else
		table_text_render(table, output, rows, count);
	free(rows);
}
