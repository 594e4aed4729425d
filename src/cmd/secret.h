/* Passwords asked for on the terminal, without echo. */
#ifndef CMD_SECRET_H
#define CMD_SECRET_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Asks on the controlling terminal, whatever standard input and output are,
 * and appends the line typed there, without its end, to `secret`. A signal
 * that ends or stops the program finds the terminal as it was before. False
 * (ERROR_AUTH) when there is no terminal or it was closed.
 */
bool secret_ask(const char *prompt, struct buf *secret, struct error *error);

#endif
