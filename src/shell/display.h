/* A buffer that limits events to what the screen can show. */
#ifndef SHELL_DISPLAY_H
#define SHELL_DISPLAY_H

#include "conn/queue.h"
#include "out/event_line.h"
#include "shell/settings.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Lines wait here until the owner of the prompt prints them in one write. At
 * most DISPLAY_LINES are printed at a time, then a pause of DISPLAY_PAUSE
 * milliseconds follows; events beyond that are only counted, and the count is
 * shown.
 */
enum { DISPLAY_LINES = 200, DISPLAY_PAUSE = 50 };

/* Initialise to all zero except line.color; free with display_clear(). */
struct display {
	struct event_line line;
	struct buf lines;
	size_t count;
	uint64_t hidden;
	int64_t not_before; /* on the monotonic clock */
};

/*
 * Adds an event, formatted according to the settings, behind the name of one of
 * several Tors (NULL: there is one).
 */
void display_event(struct display *display, const struct settings *settings,
	const char *server, const struct queue_event *event);

/* Adds any line of text, folded and escaped. */
void display_text(struct display *display, struct span line);

/* Counts events that were lost before they reached the display. */
void display_hidden(struct display *display, uint64_t count);

/* Returns whether there is something to print and the pause is over. */
bool display_ready(const struct display *display);

/* Moves the lines to `to`, with the count of those left out. */
void display_take(struct display *display, struct buf *to);

void display_clear(struct display *display);

#endif
