/* Tables as text: aligned, as records of one line a cell, or as CSV. */
#include "out/table_text.h"

#include "out/details.h"
#include "out/layout.h"
#include "out/window.h"
#include "util/cells.h"
#include "util/escape.h"
#include "util/format.h"
#include "util/utf8.h"
#include "util/word.h"

#include <stdint.h>
#include <string.h>

/* Columns are not shrunk further than this. */
enum { NARROWEST = 8, NARROWEST_PATH = 16, GAP = 2 };

/* The table being written. */
struct sheet {
	const struct table *table;
	struct output *output;
	size_t chosen[TABLE_COLUMNS_MAX];
	size_t len;
	size_t widths[TABLE_COLUMNS_MAX];
	bool whole_paths; /* do not shrink them */
	size_t room;     /* lines are cut at this width; 0: not cut */
	struct buf cell; /* the current cell, escaped */
	struct buf scratch;
	const char *arrow;
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
			sheet->output->terminal && !table->named &&
			table->layout != TABLE_CSV;

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

/* Escapes the text to one line. Escaping keeps TAB, whose width is unknown. */
static struct span one_line(struct sheet *sheet, struct span text)
{
	bool terminal = sheet->output->terminal;
	const char *tab;

	buf_reset(&sheet->cell);
	for (struct span rest = text; rest.len; ) {
		tab = memchr(rest.at, '\t', rest.len);
		add_harmless(&sheet->cell, (struct span){ rest.at, tab ?
			(size_t)(tab - rest.at) : rest.len }, terminal);
		if (tab)
			buf_add_string(&sheet->cell, "\\x09");
		rest = span_from(rest, tab ? (size_t)(tab - rest.at) + 1 :
			rest.len);
	}
	return buf_span(&sheet->cell);
}

/* Returns the path with arrows instead of commas, in `scratch`. */
static struct span with_arrows(struct sheet *sheet, struct span path)
{
	const char *comma;

	buf_reset(&sheet->scratch);
	while ((comma = memchr(path.at, ',', path.len))) {
		size_t len = (size_t)(comma - path.at);

		buf_add(&sheet->scratch, path.at, len);
		buf_print(&sheet->scratch, " %s ", sheet->arrow);
		path = span_from(path, len + 1);
	}
	buf_add_span(&sheet->scratch, path);
	return buf_span(&sheet->scratch);
}

/*
 * Returns the text of a cell as people read it: one line, never empty. Looks at
 * the text once, also for its width.
 */
static struct span shown(struct sheet *sheet, size_t row, size_t i,
	size_t *width)
{
	struct span text = table_get(sheet->table, row, sheet->chosen[i]);
	unsigned flags = column_at(sheet, i)->flags;
	unsigned long long number;

	if (!text.len)
		text = (struct span){ "-", 1 };
	if (flags & (TABLE_AGE | TABLE_BYTES) && span_number(text, &number)) {
		buf_reset(&sheet->cell);
		(flags & TABLE_AGE ? format_add_age : format_add_bytes)(
			&sheet->cell, number);
		text = buf_span(&sheet->cell);
	} else if (flags & TABLE_PATH) {
		text = with_arrows(sheet, text);
	}
	*width = text.len;
	if (is_printable(text))
		return text;
	text = one_line(sheet, text);
	*width = cells_width(text);
	return text;
}

static enum style style_of(const struct sheet *sheet, size_t i,
	struct span text)
{
	return sheet->output->color && column_at(sheet, i)->flags &
		TABLE_STATE ? style_of_state(text) : STYLE_PLAIN;
}

/* ---- aligned lines */

/* Appends the name, and the unit in parentheses. */
static void add_heading(struct buf *to, const struct table_column *column)
{
	buf_add_string(to, column->name);
	if (column->unit)
		buf_print(to, "(%s)", column->unit);
}

static size_t heading_width(struct sheet *sheet, size_t i)
{
	buf_reset(&sheet->cell);
	add_heading(&sheet->cell, column_at(sheet, i));
	return sheet->cell.len;
}

static void measure(struct sheet *sheet, const size_t *rows, size_t count)
{
	for (size_t i = 0; i < sheet->len; i++) {
		/* Nothing follows the last column, so it is not padded. */
		bool free = i + 1 == sheet->len && !sheet->output->terminal &&
			!(column_at(sheet, i)->flags & TABLE_RIGHT);
		size_t widest = 1, width;

		if (!sheet->table->no_header)
			widest = heading_width(sheet, i);

		for (size_t row = 0; row < count && !free; row++) {
			shown(sheet, rows[row], i, &width);
			widest = width > widest ? width : widest;
		}
		sheet->widths[i] = free ? SIZE_MAX : widest;
	}
}

static size_t least_width(const struct sheet *sheet, size_t i)
{
	unsigned flags = column_at(sheet, i)->flags;
	size_t least = NARROWEST;

	if (flags & TABLE_PATH)
		least = sheet->whole_paths && !(flags & TABLE_SPARE) ?
			sheet->widths[i] : NARROWEST_PATH;

	return flags & TABLE_SHRINK && sheet->widths[i] > least ? least :
		sheet->widths[i];
}

/* Returns the line's width with every column shrunk to its minimum. */
static size_t narrowest(const struct sheet *sheet)
{
	size_t total = 0;

	for (size_t i = 0; i < sheet->len; i++)
		total += least_width(sheet, i) + (i ? GAP : 0);
	return total;
}

/* Drops columns while the line is too wide, from the last one on. */
static void drop_columns(struct sheet *sheet, bool spare)
{
	for (size_t i = sheet->len; i-- && sheet->len > 1; ) {
		if (narrowest(sheet) <= sheet->room)
			return;
		if (spare && !(column_at(sheet, i)->flags & TABLE_SPARE))
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
	/* Spare columns are dropped before a path is. */
	sheet->whole_paths = true;
	if (!sheet->table->named)
		drop_columns(sheet, true);
	sheet->whole_paths = narrowest(sheet) <= sheet->room;
	drop_columns(sheet, false);
	for (size_t i = 0; i < sheet->len; i++)
		total += sheet->widths[i] + (i ? GAP : 0);
	while (total > sheet->room) {
		size_t widest = TABLE_COLUMNS_MAX;

		for (size_t i = 0; i < sheet->len; i++)
			if (sheet->widths[i] > least_width(sheet, i) &&
				(widest == TABLE_COLUMNS_MAX ||
				sheet->widths[i] > sheet->widths[widest]))
				widest = i;
		if (widest == TABLE_COLUMNS_MAX)
			break;
		sheet->widths[widest]--;
		total--;
	}
	/* A single column, which cannot shrink, is left. */
	if (total > sheet->room)
		sheet->widths[0] = sheet->room;
}

static void add_blanks(struct buf *line, size_t count)
{
	memset(buf_reserve(line, count), ' ', count);
	line->len += count;
	line->data[line->len] = '\0';
}

/* Adds a padded cell; the last one has no trailing blanks. */
static void add_cell(const struct sheet *sheet, struct buf *line, size_t i,
	struct span text, size_t width, enum style style)
{
	bool right = column_at(sheet, i)->flags & TABLE_RIGHT;
	bool last = i + 1 == sheet->len, cut = width > sheet->widths[i];
	size_t blanks;

	if (cut) {
		text.len = cells_fit(text, sheet->widths[i] - 1);
		width = cells_width(text) + 1;
	}
	blanks = sheet->widths[i] > width ? sheet->widths[i] - width : 0;
	if (right)
		add_blanks(line, blanks);
	if (style != STYLE_PLAIN)
		buf_add_string(line, style_on(style));
	buf_add_span(line, text);
	if (cut)
		buf_add_char(line, '~');
	if (style != STYLE_PLAIN)
		buf_add_string(line, style_off(style));
	if (!last)
		add_blanks(line, (right ? 0 : blanks) + GAP);
}

static void add_header(struct sheet *sheet, struct buf *line)
{
	for (size_t i = 0; i < sheet->len; i++) {
		buf_reset(&sheet->cell);
		add_heading(&sheet->cell, column_at(sheet, i));
		add_cell(sheet, line, i, buf_span(&sheet->cell),
			sheet->cell.len, STYLE_PLAIN);
	}
}

/* Returns whether sentences for people may follow or replace the rows. */
static bool has_notes(const struct table *table, const struct output *output)
{
	return output->terminal && !output->quiet && !table->no_header &&
		table->layout != TABLE_CSV;
}

static void add_note(struct output *output, struct span text)
{
	struct buf lines = BUF_INIT;

	layout_fold(text, 0, 0, window_columns(output->fd), &lines);
	output_styled(output, STYLE_NOTE, buf_span(&lines));
	output_string(output, "\n");
	buf_clear(&lines);
}

static void render_aligned(struct sheet *sheet, const size_t *rows,
	size_t count)
{
	struct output *output = sheet->output;
	struct buf line = BUF_INIT;
	size_t width;

	measure(sheet, rows, count);
	shrink(sheet);
	if (!sheet->table->no_header) {
		add_header(sheet, &line);
		output_styled(output, STYLE_HEADING, buf_span(&line));
		output_string(output, "\n");
	}
	for (size_t row = 0; row < count; row++) {
		buf_reset(&line);
		for (size_t i = 0; i < sheet->len; i++) {
			struct span text = shown(sheet, rows[row], i, &width);

			add_cell(sheet, &line, i, text, width,
				style_of(sheet, i, text));
		}
		buf_add_char(&line, '\n');
		output_bytes(output, buf_span(&line));
	}
	if (sheet->left_out.len && has_notes(sheet->table, output)) {
		buf_reset(&line);
		buf_print(&line, "no room for %s", buf_text(&sheet->left_out));
		add_note(output, buf_span(&line));
	}
	buf_clear(&line);
}

/* ---- records */

/* With --no-header, the texts alone. */
static void add_record(struct sheet *sheet, size_t row,
	struct details *record)
{
	struct buf name = BUF_INIT;
	size_t width;

	for (size_t i = 0; i < sheet->len; i++) {
		struct span text = shown(sheet, row, i, &width);

		if (sheet->table->no_header) {
			buf_add_span(record->text, text);
			buf_add_char(record->text, '\n');
			continue;
		}
		buf_reset(&name);
		add_heading(&name, column_at(sheet, i));
		details_styled(record, buf_text(&name),
			style_of(sheet, i, text), text);
	}
	buf_clear(&name);
}

static void render_vertical(struct sheet *sheet, const size_t *rows,
	size_t count)
{
	struct output *output = sheet->output;
	struct buf text = BUF_INIT;
	struct details record = {
		.terminal = output->terminal,
		.color = output->color,
		.columns = output->terminal ? window_columns(output->fd) : 0,
		.text = &text,
	};

	for (size_t i = 0; i < sheet->len; i++) {
		size_t width = heading_width(sheet, i);

		record.label = width > record.label ? width : record.label;
	}
	for (size_t row = 0; row < count; row++) {
		buf_reset(&text);
		buf_add_string(&text, row ? "\n" : "");
		add_record(sheet, rows[row], &record);
		output_bytes(output, buf_span(&text));
	}
	buf_clear(&record.scratch);
	buf_clear(&text);
}

/* ---- CSV */

/* Quotes are used only if needed (RFC 4180, section 2). */
static void add_csv(struct buf *to, struct span text)
{
	bool quote = text.len && (memchr(text.at, ',', text.len) ||
		memchr(text.at, '"', text.len));

	buf_add_string(to, quote ? "\"" : "");
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_add_char(to, '"');
		buf_add_char(to, text.at[i]);
	}
	buf_add_string(to, quote ? "\"" : "");
}

/* Control characters are escaped, so that a row is a line. */
static void render_csv(struct sheet *sheet, const size_t *rows, size_t count)
{
	const struct table *table = sheet->table;
	struct buf line = BUF_INIT;

	for (size_t row = table->no_header; row <= count; row++) {
		buf_reset(&line);
		for (size_t i = 0; i < sheet->len; i++) {
			buf_add_string(&line, i ? "," : "");
			add_csv(&line, row ? one_line(sheet, table_get(table,
				rows[row - 1], sheet->chosen[i])) :
				span_of(column_at(sheet, i)->name));
		}
		buf_add_char(&line, '\n');
		output_bytes(sheet->output, buf_span(&line));
	}
	buf_clear(&line);
}

/* ---- all of them */

static void (*const layouts[])(struct sheet *sheet, const size_t *rows,
	size_t count) = {
	[TABLE_ALIGNED] = render_aligned,
	[TABLE_VERTICAL] = render_vertical,
	[TABLE_CSV] = render_csv,
};

static void render_table(const struct table *table, struct output *output,
	const size_t *rows, size_t count)
{
	struct sheet sheet = { .table = table, .output = output,
		.arrow = utf8_mark("→") };

	keep_columns(&sheet, rows, count);
	layouts[table->layout](&sheet, rows, count);
	buf_clear(&sheet.cell);
	buf_clear(&sheet.scratch);
	buf_clear(&sheet.left_out);
}

void table_text_render(const struct table *table, struct output *output,
	const size_t *rows, size_t count)
{
	struct buf note = BUF_INIT;

	if (!count && table->what && has_notes(table, output))
		buf_print(&output->pending, "no %s\n", table->what);
	else if (!table->line || table->as_table)
		render_table(table, output, rows, count);
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
