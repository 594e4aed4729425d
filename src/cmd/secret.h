/* Password input on the terminal, without echo. */
#ifndef CMD_SECRET_H
#define CMD_SECRET_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Asks on the controlling terminal, even if standard input or output is
 * redirected, and appends the typed line, without LF, to `secret`. On a signal
 * that ends or stops the program, the terminal is restored first; a signal that
 * has a handler is raised, and the call returns false (ERROR_INTERRUPTED) with
 * the cursor still after the prompt. Returns false (ERROR_AUTH) if there is no
 * terminal or it was closed.
 */
bool secret_ask(const char *prompt, struct buf *secret, struct error *error);

/*
 * Truncates a file's content to its first line. Returns false (ERROR_FILE) if
 * that holds a NUL, which no C string can represent.
 */
bool secret_first_line(struct buf *secret, const char *name,
	struct error *error);

#endif
