/* The line editor alone on a screen, running tests/tools/editor_demo.c. */
#ifndef TESTS_LIB_DEMO_H
#define TESTS_LIB_DEMO_H

#include "lib/screen.h"

#include <stdbool.h>
#include <stddef.h>

#define DEMO_ROWS 12

/* Keys, named after their effect. */
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

/* Starts it on DEMO_ROWS rows and waits for its prompt, "tor> ". */
struct screen *demo_start(int columns);

/*
 * Does the same and runs orders of editor_demo.c first: the screen is then
 * "ready", with the prompt below. For orders without a visible effect.
 */
struct screen *demo_start_with(int columns, const char *const *orders,
	size_t count);
#define DEMO_START_WITH(columns, orders) \
	demo_start_with(columns, orders, sizeof(orders) / sizeof(*(orders)))

/* Returns whether this editor is built in: "readline", "libedit" or "none". */
bool demo_has(const char *library);

/*
 * Waits for `above` (rows of text, each with its LF) and below it the prompt
 * and an ASCII line, wrapped, with the cursor before byte `point` of it.
 */
void demo_shows(struct screen *screen, int columns, const char *above,
	const char *line, size_t point);

/* Types Ctrl-U and Ctrl-D; the terminal modes must be restored. */
void demo_end(struct screen *screen);

#endif
