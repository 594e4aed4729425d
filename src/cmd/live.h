/* Lines on a terminal that are drawn again in place as things change. */
#ifndef CMD_LIVE_H
#define CMD_LIVE_H

#include "cmd/session.h"
#include "util/error.h"
#include "util/span.h"

#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* Starts by live_start(), ends with live_end(). */
struct live {
	struct session *session;
	struct output *output;
	size_t lines;    /* of ours on the screen, the cursor below them */
	bool utf8;       /* the terminal shows more than ASCII */
	locale_t locale; /* for the width of characters; 0: the usual one */
	bool hold;       /* what it was before */
	struct sigaction usual; /* for SIGCONT */
};

/*
 * Whether lines can be drawn again: text goes to a terminal that understands
 * how. If not, print a row at a time.
 */
bool live_possible(const struct output *output);

/*
 * One at a time. From now on what is written to `session->output`, such as events of the
 * user's choice, waits for live_show(), which puts it above the lines.
 */
void live_start(struct live *live, struct session *session);

/* How many cells a line can have now. */
size_t live_columns(const struct live *live);

/*
 * Puts `text` (whole lines of harmless text, may be with colours) in place of
 * the lines shown before, in one write. A line that is wider than the window
 * is cut, and lines that are more than it has rows are left out. With an empty
 * text what was waiting is printed, and no line of ours stays. False: cannot be
 * written.
 */
bool live_show(struct live *live, struct span text, struct error *error);

/* The lines stay as they were shown last. */
void live_end(struct live *live);

#endif
