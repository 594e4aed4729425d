/* Terminal lines that are redrawn in place. */
#ifndef CMD_REDRAW_H
#define CMD_REDRAW_H

#include "cmd/session.h"
#include "util/error.h"
#include "util/handlers.h"
#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Lasts from redraw_start() to redraw_end(). */
struct redraw {
	struct session *session;
	struct output *output;
	size_t lines;    /* our lines on the screen, above the cursor */
	bool utf8;       /* the terminal supports UTF-8 */
	bool hold;       /* the output's former flag */
	struct tee *tee; /* its copy, which gets no redrawn text */
	struct handlers handlers; /* of SIGCONT */
};

/*
 * Returns true if lines can be redrawn: text goes to a capable terminal. If
 * not, print a row at a time.
 */
bool redraw_possible(const struct output *output);

/*
 * Begins redrawing; only one at a time. From now on output to
 * `session->output`, such as the user's events, waits for redraw_show(), which
 * prints it above the lines.
 */
void redraw_start(struct redraw *redraw, struct session *session);

/* Returns the number of cells that a line can have now. */
size_t redraw_columns(const struct redraw *redraw);

/*
 * Replaces the lines shown before with `text` (whole lines of escaped text,
 * possibly coloured), in one write. Lines wider than the window are cut, and
 * excess lines are left out. An empty text removes our lines and prints the
 * waiting output. Returns false if writing fails.
 */
bool redraw_show(struct redraw *redraw, struct span text, struct error *error);

/* Leaves the lines on the screen as last shown. */
void redraw_end(struct redraw *redraw);

#endif
