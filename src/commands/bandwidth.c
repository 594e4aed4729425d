/* bandwidth: bytes read and written each second, as a graph or as lines. */
#include "cmd/redraw.h"
#include "cmd/session.h"
#include "out/graph.h"
#include "out/window.h"
#include "proto/event.h"
#include "tor/info.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/format.h"

#include <stdlib.h>
#include <string.h>

enum {
	HISTORY = 1024, /* seconds, more than any window has columns */
	GRAPH_ROWS = 4, /* of each graph, if the window has room */
	NAME_WIDTH = 9,
	FIGURE_WIDTH = 14,
	LEAST_COLUMNS = 36, /* of the table */
	LEAST_ROWS = 10,    /* graphs of one row, and the cursor's row */
};

#define HEADING "\x1b[1m"
#define NAME "\x1b[36m"

/* One direction. */
struct flow {
	const char *name, *color;
	uint64_t history[HISTORY]; /* oldest first */
	size_t len;
	/* Since the command started. */
	uint64_t peak, total;
	double sum; /* used for the average: `total` may overflow */
};

struct bandwidth {
	struct session *session;
	struct redraw redraw;
	bool graph;
	struct flow flows[2]; /* read, written */
	uint64_t count, limit;
};

static void remember(struct flow *flow, uint64_t bytes)
{
	if (flow->len == HISTORY)
		memmove(flow->history, flow->history + 1,
			--flow->len * sizeof(*flow->history));
	flow->history[flow->len++] = bytes;
}

static void count(struct flow *flow, uint64_t bytes)
{
	remember(flow, bytes);
	if (bytes > flow->peak)
		flow->peak = bytes;
	flow->total = bytes > UINT64_MAX - flow->total ? UINT64_MAX :
		flow->total + bytes;
	flow->sum += (double)bytes;
}

/*
 * "READ,WRITTEN READ,WRITTEN …", one pair a second; malformed pairs are
 * skipped.
 */
static void take_cache(struct bandwidth *bandwidth, struct span cache)
{
	unsigned long long bytes[2];
	struct span word, part;

	while (span_next_word(&cache, &word)) {
		int i = 0;

		while (i < 2 && event_next_part(&word, ',', &part) &&
			span_number(part, &bytes[i]))
			i++;
		if (i < 2 || word.at)
			continue;
		remember(&bandwidth->flows[0], bytes[0]);
		remember(&bandwidth->flows[1], bytes[1]);
	}
}

/* Old versions of Tor have no such key; start without history. */
static bool ask_cache(struct bandwidth *bandwidth, struct error *error)
{
	struct error failure = ERROR_INIT;
	char *cache = info_get_one(bandwidth->session->tor->connection,
		"bw-event-cache", &failure);
	bool ok = cache || failure.kind == ERROR_TOR;

	if (cache)
		take_cache(bandwidth, span_of(cache));
	if (!ok)
		error_move(error, &failure);
	error_clear(&failure);
	free(cache);
	return ok;
}

/* ---- one line a second */

static void add_row(struct output *output, int64_t time,
	const unsigned long long bytes[2])
{
	struct json json = output_json(output);
	struct buf row = BUF_INIT;

	if (output->form == OUTPUT_JSON) {
		format_add_time(&row, time);
		json_open_object(&json);
		json_add_member(&json, "time", buf_span(&row));
		json_add_name(&json, "read");
		json_add_unsigned(&json, bytes[0]);
		json_add_name(&json, "written");
		json_add_unsigned(&json, bytes[1]);
		json_close_object(&json);
		buf_reset(&row);
		buf_add_char(&row, '\n');
	} else if (output->terminal) {
		format_add_clock(&row, time);
		buf_add_string(&row, "  read ");
		format_add_bytes(&row, bytes[0]);
		buf_add_string(&row, "/s  written ");
		format_add_bytes(&row, bytes[1]);
		buf_add_string(&row, "/s\n");
	} else {
		format_add_time(&row, time);
		buf_print(&row, "\t%llu\t%llu\n", bytes[0], bytes[1]);
	}
	output_bytes(output, buf_span(&row));
	buf_clear(&row);
}

/* ---- graphs and a table */

/* Pads a trusted text with blanks to the width. */
static void add_cell(struct buf *to, const char *color, const char *text,
	size_t width)
{
	if (color)
		buf_print(to, "%s%s\x1b[0m", color, text);
	else
		buf_add_string(to, text);
	for (size_t len = strlen(text); len < width; len++)
		buf_add_char(to, ' ');
}

static void add_graph(struct bandwidth *bandwidth, const struct flow *flow,
	size_t rows, struct buf *to)
{
	const struct redraw *redraw = &bandwidth->redraw;
	const char *heading = redraw->output->color ? HEADING : NULL;
	struct graph graph = {
		.values = flow->history,
		.len = flow->len,
		.columns = redraw_columns(redraw),
		.rows = rows,
		.utf8 = redraw->utf8,
		.color = heading ? flow->color : NULL,
	};

	add_cell(to, heading, flow->name, 0);
	if (flow->len) {
		buf_add_string(to, ", scale ");
		format_add_bytes(to, graph_peak(&graph));
		buf_add_string(to, "/s\n");
	} else {
		buf_add_string(to, ", no data yet\n");
	}
	graph_add(to, &graph);
}

enum { NOW, AVERAGE, PEAK, TOTAL, FIGURES };

static void find_figures(const struct flow *flow, uint64_t seconds,
	uint64_t figures[FIGURES])
{
	figures[NOW] = flow->len ? flow->history[flow->len - 1] : 0;
	figures[PEAK] = flow->peak;
	figures[TOTAL] = flow->total;
	if (flow->total < UINT64_MAX)
		figures[AVERAGE] = seconds ? flow->total / seconds : 0;
	else if (flow->sum / (double)seconds < (double)flow->peak)
		figures[AVERAGE] = (uint64_t)(flow->sum / (double)seconds);
	else
		figures[AVERAGE] = flow->peak;
}

static void add_figure(struct buf *to, bool known, uint64_t bytes,
	const char *unit, size_t width)
{
	struct buf text = BUF_INIT;

	if (known) {
		format_add_bytes(&text, bytes);
		buf_add_string(&text, unit);
	} else {
		buf_add_char(&text, '-');
	}
	add_cell(to, NULL, buf_text(&text), width);
	buf_clear(&text);
}

static void add_table(const struct bandwidth *bandwidth, struct buf *to)
{
	static const struct {
		const char *name, *unit;
	} rows[] = {
		[NOW] = { "now", "/s" },
		[AVERAGE] = { "average", "/s" },
		[PEAK] = { "peak", "/s" },
		[TOTAL] = { "total", "" },
	};
	const struct flow *flows = bandwidth->flows;
	bool color = bandwidth->redraw.output->color;
	uint64_t seconds = bandwidth->count, figures[2][FIGURES];

	for (int j = 0; j < 2; j++)
		find_figures(&flows[j], seconds, figures[j]);
	add_cell(to, NULL, "", NAME_WIDTH);
	add_cell(to, color ? HEADING : NULL, flows[0].name, FIGURE_WIDTH);
	add_cell(to, color ? HEADING : NULL, flows[1].name, 0);
	for (int i = 0; i < FIGURES; i++) {
		bool known = i == NOW ? flows[0].len > 0 : seconds > 0;

		buf_add_char(to, '\n');
		add_cell(to, color ? NAME : NULL, rows[i].name, NAME_WIDTH);
		add_figure(to, known, figures[0][i], rows[i].unit,
			FIGURE_WIDTH);
		add_figure(to, known, figures[1][i], rows[i].unit, 0);
	}
	buf_add_char(to, '\n');
}

static bool draw(struct bandwidth *bandwidth, struct error *error)
{
	size_t window = window_rows(bandwidth->redraw.output->fd);
	size_t rows = window > LEAST_ROWS ? 1 + (window - LEAST_ROWS) / 2 : 1;
	struct buf text = BUF_INIT;
	bool ok;

	if (rows > GRAPH_ROWS)
		rows = GRAPH_ROWS;
	add_graph(bandwidth, &bandwidth->flows[0], rows, &text);
	add_graph(bandwidth, &bandwidth->flows[1], rows, &text);
	add_table(bandwidth, &text);
	ok = redraw_show(&bandwidth->redraw, buf_span(&text), error);
	buf_clear(&text);
	return ok;
}

/* ---- samples */

static void look(void *arg, const struct queue_event *event)
{
	struct bandwidth *bandwidth = arg;
	struct output *output = bandwidth->session->output;
	struct span rest = event_arguments(event->raw), word;
	unsigned long long bytes[2];

	if (!span_equal(event_name(event->raw), "BW") ||
		bandwidth->count == bandwidth->limit)
		return;
	for (int i = 0; i < 2; i++)
		if (!span_next_word(&rest, &word) ||
			!span_number(word, &bytes[i]))
			return;
	for (int i = 0; i < 2; i++)
		count(&bandwidth->flows[i], bytes[i]);
	bandwidth->count++;
	/* --raw shows the event itself. */
	if (!bandwidth->graph && output->form != OUTPUT_RAW)
		add_row(output, event->time, bytes);
}

static bool show_rows(struct session *session, struct error *error)
{
	const struct session_prompt *prompt = session->prompt;

	/*
	 * Show the user's events that arrived meanwhile, unless the graph is
	 * shown.
	 */
	if (prompt && prompt->take_events && !session->usual)
		prompt->take_events(prompt->arg, &session->output->pending);
	return output_flush(session->output, error);
}

static bool follow(struct bandwidth *bandwidth, struct error *error)
{
	struct session *session = bandwidth->session;
	bool ok = true;

	while (ok && bandwidth->count < bandwidth->limit)
		ok = events_next(&session->tor->events,
				session->tor->connection, look, bandwidth,
				CLOCK_NEVER, error) &&
			(bandwidth->graph ? draw(bandwidth, error) :
						show_rows(session, error));
	return ok;
}

static bool show_graph(struct bandwidth *bandwidth, struct error *error)
{
	bool ok;

	redraw_start(&bandwidth->redraw, bandwidth->session);
	ok = draw(bandwidth, error) && follow(bandwidth, error);
	redraw_end(&bandwidth->redraw);
	return ok;
}

/* Windows too small for the table get lines instead. */
static bool has_room(const struct output *output)
{
	return redraw_possible(output) &&
		window_rows(output->fd) >= LEAST_ROWS &&
		window_columns(output->fd) >= LEAST_COLUMNS;
}

static bool run_bandwidth(struct call *call, struct error *error)
{
	static const char *const needed[] = { "BW", NULL };
	struct session *session = call->session;
	const char *limit = args_value(&call->args, "count");
	unsigned long long most = UINT64_MAX;
	struct bandwidth *bandwidth;
	bool ok = false;

	if (limit && (!span_number(span_of(limit), &most) || !most))
		return error_set(error, ERROR_USAGE, "--count \"%s\" "
			"is not a valid number (1 or more)", limit);
	bandwidth = alloc_zeroed(sizeof(*bandwidth));
	bandwidth->session = session;
	bandwidth->limit = most;
	bandwidth->graph = has_room(session->output);
	bandwidth->flows[0].name = "read";
	bandwidth->flows[0].color = "\x1b[32m";
	bandwidth->flows[1].name = "written";
	bandwidth->flows[1].color = "\x1b[35m";
	/* Subscribe first, so that no second is counted twice. */
	if ((bandwidth->graph && !ask_cache(bandwidth, error)) ||
		!events_borrow(&session->tor->events, session->tor->connection,
		needed,
		error))
		goto out;
	ok = bandwidth->graph ? show_graph(bandwidth, error) :
		follow(bandwidth, error);
	events_return(&session->tor->events, session->tor->connection);
out:
	free(bandwidth);
	return ok;
}

const struct command commands_watch[] = {
	{
		.name = "bandwidth",
		.group = COMMAND_ASK,
		.summary = "show Tor's traffic, second by second",
		.arguments = ARGUMENTS(
			{ "count", ARGUMENT_NUMBER, ARGUMENT_OPTION |
				ARGUMENT_VALUE | ARGUMENT_OPTIONAL,
				"stop after N seconds" },
		),
		.flags = COMMAND_LONG | COMMAND_STREAMS,
		.run = run_bandwidth,
		.wire = "GETINFO bw-event-cache\n"
			"SETEVENTS BW\n"
			"SETEVENTS\n",
		.example = "torctl bandwidth",
		.replies = "On a terminal, draws two graphs of the window's "
			"width, one column per second. The graphs start with "
			"the seconds that Tor remembers; average, peak and "
			"total count from the start of the command. In a pipe, "
			"prints one line per second: time, bytes read and "
			"bytes written, separated by tabs. With --json, prints "
			"an object with time, read and written. Lines and "
			"objects start with the current second; for earlier "
			"ones use getinfo bw-event-cache.",
	},
	{ .name = NULL },
};
