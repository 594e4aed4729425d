/* The line editor alone on a screen: tests/tools/editor_demo.c, watched. */
#ifndef TESTS_LIB_DEMO_H
#define TESTS_LIB_DEMO_H

#include "lib/screen.h"

#include <stdbool.h>
#include <stddef.h>

#define DEMO_ROWS 12

/* The keys by what they do. */
#define KEY_START "\001"
#define KEY_END "\005"
#define KEY_BACK "\002"
#define KEY_EOF "\004"
#define KEY_ABORT "\007"
#define KEY_SEARCH "\022"
#define KEY_CUT_BEFORE "\025"
#define KEY_INTERRUPT "\003"
#define KEY_UP "\033[A"
#define KEY_DOWN "\033[B"

/* DEMO_ROWS high, its prompt "tor> " up. */
struct screen *demo_start(int columns);

/*
 * The same with orders of editor_demo.c obeyed: the screen is then "ready" with
 * the prompt below. For orders that nothing on the screen tells of.
 */
struct screen *demo_start_with(int columns, const char *const *orders,
	size_t count);
#define DEMO_START_WITH(columns, orders) \
	demo_start_with(columns, orders, sizeof(orders) / sizeof(*(orders)))

/* Whether this is the editor built in: "readline", "libedit" or "none". */
bool demo_has(const char *library);

/*
 * Waits for `above` (rows of text, each with its LF) and below it the prompt
 * and an ASCII line, wrapped, with the cursor before byte `point` of it.
 */
void demo_shows(struct screen *screen, int columns, const char *above,
	const char *line, size_t point);

/* Ctrl-U, Ctrl-D; the terminal must have its modes of before. */
void demo_end(struct screen *screen);

#endif
