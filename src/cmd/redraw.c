/* Terminal lines that are redrawn in place. */
#include "cmd/redraw.h"

#include "out/window.h"
#include "util/cells.h"
#include "util/utf8.h"


/* Global, since a signal handler takes no argument of ours. */
static volatile sig_atomic_t continued;

static void on_continue(int number)
{
	(void)number;
	continued = true;
}

bool redraw_possible(const struct output *output)
{
	return output->terminal && !output->server && output->form == OUTPUT_TEXT &&
		!window_is_dumb();
}

void redraw_start(struct redraw *redraw, struct session *session)
{
	struct output *output = session->output;

	*redraw = (struct redraw){ session, output, .hold = output->hold,
		.tee = output->tee };
	output->tee = NULL;
	redraw->utf8 = utf8_is_spoken();
	output->hold = true;
	continued = false;
	handlers_set(&redraw->handlers, SIGCONT, on_continue, SA_RESTART);
}

size_t redraw_columns(const struct redraw *redraw)
{
	return window_columns(redraw->output->fd);
}

/* Returns the length of the colour sequence at the start of `text`, or 0. */
static size_t sequence_length(struct span text)
{
	size_t len = 2;

	if (text.len < 3 || text.at[0] != '\x1b' || text.at[1] != '[')
		return 0;
	while (len < text.len && (text.at[len] < '@' || text.at[len] > '~'))
		len++;
	return len < text.len ? len + 1 : text.len;
}

/*
 * Cuts the text but keeps all colour sequences, since the last one resets them.
 */
static void add_cut(struct buf *to, struct span line, size_t columns)
{
	while (line.len) {
		size_t sequence = sequence_length(line), len, fits;
		const char *next;

		buf_add(to, line.at, sequence);
		line = span_from(line, sequence);
		next = line.len ? memchr(line.at + (sequence ? 0 : 1), '\x1b',
			line.len - (sequence ? 0 : 1)) : NULL;
		len = next ? (size_t)(next - line.at) : line.len;
		fits = cells_fit((struct span){ line.at, len }, columns);
		buf_add(to, line.at, fits);
		columns = fits < len ? 0 : columns -
			cells_width((struct span){ line.at, fits });
		line = span_from(line, len);
	}
}

/* Adds the output that was held back meanwhile. */
static void add_above(struct redraw *redraw, struct buf *to)
{
	struct session *session = redraw->session;
	size_t before = to->len;

	buf_add_span(to, buf_span(&redraw->output->pending));
	buf_reset(&redraw->output->pending);
	if (session->prompt && session->prompt->take_events)
		session->prompt->take_events(session->prompt->arg, to);
	tee_write(redraw->tee, span_from(buf_span(to), before));
}

bool redraw_show(struct redraw *redraw, struct span text, struct error *error)
{
	struct output *output = redraw->output;
	size_t columns = window_columns(output->fd);
	size_t rows = window_rows(output->fd), lines = 0;
	struct buf screen = BUF_INIT;
	struct span line;
	bool ok;

	/* Others wrote below our lines while we were stopped. */
	if (continued)
		redraw->lines = 0;
	continued = false;
	/* This also erases the echo of keys typed meanwhile. */
	if (redraw->lines)
		buf_print(&screen, "\r\x1b[%zuA\x1b[J", redraw->lines);
	add_above(redraw, &screen);
	/* The cursor needs the last row. */
	for (; lines + 1 < rows && span_next_line(&text, &line); lines++) {
		add_cut(&screen, line, columns);
		buf_add_char(&screen, '\n');
	}
	redraw->lines = lines;
	output->hold = false;
	output_bytes(output, buf_span(&screen));
	ok = output_flush(output, error);
	output->hold = true;
	buf_clear(&screen);
	return ok;
}

void redraw_end(struct redraw *redraw)
{
	handlers_restore(&redraw->handlers);
	redraw->output->hold = redraw->hold;
	redraw->output->tee = redraw->tee;
	redraw->lines = 0;
}
