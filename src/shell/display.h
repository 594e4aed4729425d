/* Events on their way to the screen, no more of them than it can take. */
#ifndef SHELL_DISPLAY_H
#define SHELL_DISPLAY_H

#include "cmd/event_line.h"
#include "conn/queue.h"
#include "shell/settings.h"
#include "util/buf.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Lines wait here until the prompt's owner prints them in one write. At most
 * DISPLAY_LINES at a time, then a pause of DISPLAY_PAUSE: what comes beyond
 * that is counted, and the count is shown.
 */
enum { DISPLAY_LINES = 200, DISPLAY_PAUSE = 50 };

/* All zero at first but for line.color; ends with display_clear(). */
struct display {
	struct event_line line;
	struct buf lines;
	size_t count;
	uint64_t hidden;
	int64_t not_before; /* on the monotonic clock */
};

/* Adds an event, as the settings say. */
void display_event(struct display *display, const struct settings *settings,
	const struct queue_event *event);

/* Counts events that were lost before they came here. */
void display_hidden(struct display *display, uint64_t count);

/* Whether there is something to print, and the pause is over. */
bool display_ready(const struct display *display);

/* Moves what is there to `to`, with the count of what is not. */
void display_take(struct display *display, struct buf *to);

void display_clear(struct display *display);

#endif
