/* The command lines that ssh runs on the other host. */
#ifndef CONN_SSH_SHELL_H
#define CONN_SSH_SHELL_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>

/*
 * Returns the one that connects to the control port; the caller's. `there` is
 * as in struct address. What it prints first is described in proto/helper.h.
 */
char *ssh_shell_connect(const char *there);

/*
 * Returns the one that prints a cookie file; the caller's. NULL if a shell
 * could misread the path.
 */
char *ssh_shell_read_cookie(const char *path);

/*
 * Appends the bytes of the file that this has printed, at most one more than a
 * cookie has. Returns false if it has not printed them all.
 */
bool ssh_shell_decode_cookie(struct span text, struct buf *cookie);

#endif
