/* A program on a terminal whose screen a test can read. */
#ifndef TESTS_LIB_SCREEN_H
#define TESTS_LIB_SCREEN_H

#include "util/span.h"

#include <stdbool.h>

struct screen;

/*
 * Starts a program on a new terminal of this size: TERM=xterm-256color, UTF-8,
 * no settings of the user's, HOME an empty directory. With `control` the
 * program has the reading end of a pipe as descriptor 3. NULL ends `argv`.
 */
struct screen *screen_new(int rows, int columns, const char *const *argv,
	bool control);

/*
 * Ends the program (by hanging up, if it has not ended) and gives back all.
 * Its exit status, or 128 + the signal that ended it.
 */
int screen_free(struct screen *screen);

/* The same once the program has ended by itself, with what it then shows. */
int screen_end(struct screen *screen, const char *expected);

/* Keys. */
void screen_type(struct screen *screen, const char *keys);

/* Text as a terminal pastes it: marked, if the program has asked for that. */
void screen_paste(struct screen *screen, const char *text);

/* A line (its end is added) to the program's descriptor 3. */
__attribute__((format(printf, 2, 3)))
void screen_order(struct screen *screen, const char *format, ...);

/*
 * Waits until the screen shows these lines (parted by LF; blanks at their ends
 * and empty rows below them do not count), the cursor being on the cell behind
 * "▮"; "◇" stands for any digit. Fails with both screens when that does not
 * come about.
 */
void screen_shows(struct screen *screen, const char *expected);

/*
 * The same for a part of the screen, in front of which is "\f\n" and behind
 * which is "\n\f": true once it is there, false when that does not come about.
 */
bool screen_has(struct screen *screen, const char *part);

/* What it shows now, the cursor marked; the caller's. */
char *screen_text(const struct screen *screen);

/* Whether the cell has the usual colour. */
bool screen_is_plain(struct screen *screen, int row, int column);

/* A new window size, and the signal that tells of it. */
void screen_resize(struct screen *screen, int rows, int columns);

#endif
