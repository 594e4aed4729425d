/* A program on a terminal whose screen a test can read. */
#ifndef TESTS_LIB_SCREEN_H
#define TESTS_LIB_SCREEN_H

#include "util/span.h"

#include <stdbool.h>

struct screen;

/*
 * Starts a program on a new terminal of this size: TERM=xterm-256color, UTF-8,
 * none of the user's settings, HOME an empty directory. With `control`,
 * descriptor 3 of the program is the reading end of a pipe. NULL ends `argv`.
 */
struct screen *screen_new(int rows, int columns, const char *const *argv,
	bool control);

/*
 * Ends the program (by hanging up if it still runs) and frees everything.
 * Returns the exit status, or 128 + the signal that killed the program.
 */
int screen_free(struct screen *screen);

/* Does the same after the program has exited, and checks its last screen. */
int screen_end(struct screen *screen, const char *expected);

/* Types keys. */
void screen_type(struct screen *screen, const char *keys);

/* Pastes text as a terminal does: with marks, if the program enabled them. */
void screen_paste(struct screen *screen, const char *text);

/* Writes a line, with a line end added, to the program's descriptor 3. */
__attribute__((format(printf, 2, 3)))
void screen_order(struct screen *screen, const char *format, ...);

/*
 * Waits until the screen shows these lines, separated by LF; trailing blanks
 * and empty rows are ignored. "▮" precedes the cursor's cell; "◇" stands for
 * any digit. Fails with both screens if that does not happen.
 */
void screen_shows(struct screen *screen, const char *expected);

/*
 * Waits for a part of the screen, which for this begins with "\f\n" and ends
 * with "\n\f". Returns true once it is shown, false if it never is.
 */
bool screen_has(struct screen *screen, const char *part);

/* Returns the current screen with the cursor marked; the caller's. */
char *screen_text(const struct screen *screen);

/* Returns whether the cell has the default colour. */
bool screen_is_plain(struct screen *screen, int row, int column);

/* Changes the window's size and sends the signal for it. */
void screen_resize(struct screen *screen, int rows, int columns);

#endif
