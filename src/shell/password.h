/* Sources of the control password. */
#ifndef SHELL_PASSWORD_H
#define SHELL_PASSWORD_H

#include "line/options.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * For auth_config; `arg` is the struct options. Takes the password from
 * --password-file, --password or TOR_CONTROL_PASSWD (in double quotes:
 * unquoted; hexadecimal digits: decoded; else unchanged), or asks for it if
 * there is a terminal.
 */
bool password_get(void *options, struct buf *password, struct error *error);

/*
 * Does the same without ever asking, for background attempts. Reuses a password
 * typed earlier.
 */
bool password_get_quietly(void *options, struct buf *password,
	struct error *error);

/*
 * For auth_config: counts wrong passwords typed, and returns whether to ask
 * again. `options` is as above.
 */
bool password_again(void *options);

/* Passes the value of TOR_CONTROL_PASSWD to `to`. */
void password_share(const struct options *from, struct options *to);

/* Drops a typed password that turned out to be wrong. */
void password_forget(struct options *options);

/*
 * Removes TOR_CONTROL_PASSWD from the environment, so that programs run by
 * torctl do not get it. Must be called before threads or programs are started.
 */
void password_take_variable(struct options *options);

/*
 * Reads the password from the front of standard input if requested
 * (--password-file -): one line and no more, since a script may follow. Must be
 * called before anything else reads standard input.
 */
bool password_read_ahead(struct options *options, struct error *error);

/*
 * Asks for the password if --password was given, on behalf of several
 * connections, which cannot ask. Returns false if there is no terminal or
 * nothing is typed.
 */
bool password_ask_ahead(struct options *options, struct error *error);

#endif
