/* Local files and descriptors, read and written whole. */
#ifndef UTIL_FILES_H
#define UTIL_FILES_H

#include "util/buf.h"
#include "util/error.h"

#include <stddef.h>
#include <sys/types.h>

/*
 * Appends all of the file at `path` to `to`. More than `limit` bytes is an
 * error (ERROR_FILE), found without reading further.
 */
bool files_read(const char *path, size_t limit, struct buf *to,
	struct error *error);

/*
 * Appends up to `most` bytes from a descriptor, waiting for the first, also
 * where it is non-blocking. How many there were, 0 at the end, -1 with errno.
 */
ssize_t files_read_some(int fd, size_t most, struct buf *to);

/* The same from a descriptor until its end; `name` is for the error. */
bool files_read_fd(int fd, const char *name, size_t limit, struct buf *to,
	struct error *error);

/* "~/" at its front becomes the home directory, if one is known. Caller's. */
char *files_expand_home(const char *path);

/* Makes a new file of mode 0600 with this content; it must not exist. */
bool files_create(const char *path, struct span content, struct error *error);

/*
 * Whether files_save() may do that, as far as can be known beforehand. False
 * (ERROR_FILE): the file is there and `replace` is not said, it is no regular
 * file, or its directory is not there or lets nobody write.
 */
bool files_may_save(const char *path, bool replace, struct error *error);

/*
 * The same as files_create(), but whole or not at all, and on the disk when it
 * returns: what stood there before (only with `replace`) stays on failure. The
 * content passes through a file of mode 0600 beside it, its name PATH.XXXXXX.
 */
bool files_save(const char *path, struct span content, bool replace,
	struct error *error);

/* Writes all, whatever it takes. False with errno set when it cannot be. */
bool files_write_fd(int fd, const char *bytes, size_t len);

/* Removes a directory and everything in it, following no symbolic link. */
void files_remove_tree(const char *path);

/*
 * Returns what helps against a permission that denies access to `path`, to be
 * appended to an error: " (group NAME)" or " (owner NAME)" of what is in the
 * way, the file or a directory, then a line for each remedy. `mode` is the bit
 * of the group that the file itself needs, `option` the option in torrc that
 * sets it. The caller's.
 */
char *files_access_advice(const char *path, mode_t mode, const char *option);

#endif
