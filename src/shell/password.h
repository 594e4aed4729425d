/* Where the control password comes from. */
#ifndef SHELL_PASSWORD_H
#define SHELL_PASSWORD_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * For auth_config; `arg` is the struct options. --password-file, --password,
 * TOR_CONTROL_PASSWD (in double quotes: unquoted; hexadecimal digits: the
 * bytes; else as it is), or asked for when there is a terminal.
 */
bool password_get(void *options, struct buf *password, struct error *error);

#endif
