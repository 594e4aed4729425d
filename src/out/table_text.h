/* Tables as text: aligned, as records of one line a cell, or as CSV. */
#ifndef OUT_TABLE_TEXT_H
#define OUT_TABLE_TEXT_H

#include "out/output.h"
#include "out/table.h"

#include <stddef.h>

/*
 * Writes these rows. On a terminal an empty table is a sentence, and a last
 * line names the rows and columns that are left out, unless the output is quiet
 * or the table has no heading or is CSV.
 */
void table_text_render(const struct table *table, struct output *output,
	const size_t *rows, size_t count);

#endif
