/* Local files and descriptors, read and written whole. */
#ifndef UTIL_FILES_H
#define UTIL_FILES_H

#include "util/buf.h"
#include "util/error.h"

#include <stddef.h>

/*
 * Appends all of the file at `path` to `to`. More than `limit` bytes is an
 * error (ERROR_FILE), found without reading further.
 */
bool files_read(const char *path, size_t limit, struct buf *to,
	struct error *error);

/* The same from a descriptor until its end; `name` is for the error. */
bool files_read_fd(int fd, const char *name, size_t limit, struct buf *to,
	struct error *error);

/* Makes a new file of mode 0600 with this content; it must not exist. */
bool files_create(const char *path, struct span content, struct error *error);

/* Writes all, whatever it takes. False with errno set when it cannot be. */
bool files_write_fd(int fd, const char *bytes, size_t len);

/* Removes a directory and everything in it, following no symbolic link. */
void files_remove_tree(const char *path);

/*
 * The group that would have to be joined to get at `path`, which a permission
 * keeps us from: the group of the deepest existing part of it. NULL when it
 * has no name; else the caller's.
 */
char *files_group_of(const char *path);

#endif
