/* Passwords asked for on the terminal, without echo. */
#ifndef CMD_SECRET_H
#define CMD_SECRET_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Asks on the controlling terminal, whatever standard input and output are,
 * and appends the line typed there, without its end, to `secret`. A signal
 * that ends or stops the program finds the terminal as it was before; one that
 * has a handler is raised for it, and nothing is asked any more: false
 * (ERROR_INTERRUPTED), the cursor still behind the prompt. False (ERROR_AUTH)
 * when there is no terminal or it was closed.
 */
bool secret_ask(const char *prompt, struct buf *secret, struct error *error);

/*
 * Cuts a file's content down to its first line. False (ERROR_FILE) when that
 * holds a NUL, which no C string could carry.
 */
bool secret_first_line(struct buf *secret, const char *name,
	struct error *error);

#endif
