/* A bar graph made of characters. */
#include "out/graph.h"

/* A cell is filled from the bottom, in eighths. */
enum { EIGHTHS = 8 };

static const char *const eighths[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇",
	"█" };
static const char *const ascii[] = { " ", "_", "_", ".", ".", "=", "=", "#",
	"#" };

/* Returns the index of the first value that fits. */
static size_t first_shown(const struct graph *graph)
{
	return graph->len > graph->columns ? graph->len - graph->columns : 0;
}

uint64_t graph_peak(const struct graph *graph)
{
	uint64_t peak = 0;

	for (size_t i = first_shown(graph); i < graph->len; i++)
		if (graph->values[i] > peak)
			peak = graph->values[i];
	return peak;
}

/*
 * Returns a bar's height in eighths, at least 1; divides as double, since
 * products may overflow.
 */
static size_t height_of(const struct graph *graph, uint64_t value,
	uint64_t peak)
{
	size_t full = graph->rows * EIGHTHS;

	return peak ? 1 + (size_t)((double)value / (double)peak *
		(double)(full - 1) + 0.5) : 1;
}

static void add_row(struct buf *to, const struct graph *graph, size_t row,
	uint64_t peak)
{
	const char *const *cells = graph->utf8 ? eighths : ascii;
	size_t below = (graph->rows - 1 - row) * EIGHTHS;
	size_t first = first_shown(graph), shown = graph->len - first;

	for (size_t i = shown; i < graph->columns; i++)
		buf_add_char(to, ' ');
	for (size_t i = first; i < graph->len; i++) {
		size_t height = height_of(graph, graph->values[i], peak);
		size_t filled = height > below ? height - below : 0;

		buf_add_string(to, cells[filled < EIGHTHS ? filled :
			EIGHTHS]);
	}
}

void graph_add(struct buf *to, const struct graph *graph)
{
	uint64_t peak = graph_peak(graph);

	for (size_t row = 0; row < graph->rows; row++) {
		if (graph->color)
			buf_add_string(to, graph->color);
		add_row(to, graph, row, peak);
		buf_add_string(to, graph->color ? "\x1b[0m\n" : "\n");
	}
}
