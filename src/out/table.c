/* Tables of named columns: filtered, sorted, and aligned or as JSON. */
#include "out/table.h"

#include "util/alloc.h"
#include "util/text.h"

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
	const char *limit = choice->limit;

	table->columns = columns;
	for (table->len = 0; columns[table->len].name; table->len++)
		;
	if (form == OUTPUT_JSON && (choice->columns || choice->no_header))
		return error_set(error, ERROR_USAGE, "--%s cannot be combined "
			"with --json", choice->columns ? "columns" :
			"no-header");
	if (limit && (!span_number(span_of(limit), &table->limit) ||
		!table->limit))
		return error_set(error, ERROR_USAGE, "--limit \"%s\" "
			"is not a valid number (1 or more)", limit);
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
