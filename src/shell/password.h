/* Where the control password comes from. */
#ifndef SHELL_PASSWORD_H
#define SHELL_PASSWORD_H

#include "shell/options.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * For auth_config; `arg` is the struct options. --password-file, --password,
 * TOR_CONTROL_PASSWD (in double quotes: unquoted; hexadecimal digits: the
 * bytes; else as it is), or asked for when there is a terminal.
 */
bool password_get(void *options, struct buf *password, struct error *error);

/*
 * The same without ever asking: for attempts in the background. A password
 * that was typed before is used again.
 */
bool password_get_quietly(void *options, struct buf *password,
	struct error *error);

/* Forgets a typed password, which was not the right one. */
void password_forget(struct options *options);

/*
 * Takes the password off the front of standard input when that is where it is
 * (--password-file -), one line and no byte more: a script may follow it. To
 * be called before anything else reads there.
 */
bool password_read_ahead(struct options *options, struct error *error);

#endif
