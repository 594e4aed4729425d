/* Reading and writing of whole files and descriptors. */
#ifndef UTIL_FILES_H
#define UTIL_FILES_H

#include "util/buf.h"
#include "util/error.h"

#include <stddef.h>
#include <sys/types.h>

/*
 * Appends the content of the file at `path` to `to`. More than `limit` bytes is
 * an error (ERROR_FILE), reported without reading further.
 */
bool files_read(const char *path, size_t limit, struct buf *to,
	struct error *error);

/*
 * Appends up to `most` bytes from a descriptor; waits for the first, even if
 * the descriptor is non-blocking. Returns the number of bytes, 0 at the end, or
 * -1 with errno set.
 */
ssize_t files_read_some(int fd, size_t most, struct buf *to);

/* Like files_read(), from a descriptor to its end; `name` is for the error. */
bool files_read_fd(int fd, const char *name, size_t limit, struct buf *to,
	struct error *error);

/*
 * Replaces a leading "~/" with the home directory, if known. The caller frees
 * it.
 */
char *files_expand_home(const char *path);

/*
 * Returns the path of a file of the user's configuration,
 * $XDG_CONFIG_HOME/torctl/NAME or ~/.config/torctl/NAME; the caller's. NULL if
 * neither directory is given by an absolute path.
 */
char *files_config_path(const char *name);

/* Creates a file of mode 0600 with this content; it must not exist. */
bool files_create(const char *path, struct span content, struct error *error);

/*
 * Checks, as far as possible, whether files_save() would succeed. Returns false
 * (ERROR_FILE) if the file exists and `replace` is false, if it is not a
 * regular file, or if its directory is missing or not writable.
 */
bool files_may_save(const char *path, bool replace, struct error *error);

/*
 * Like files_create(), but atomic, and on disk when it returns: on failure an
 * existing file (allowed only with `replace`) is unchanged. Writes to a
 * temporary file of mode 0600 beside it, named PATH.XXXXXX.
 */
bool files_save(const char *path, struct span content, bool replace,
	struct error *error);

/*
 * Writes everything, retrying as needed. Returns false with errno set on
 * failure.
 */
bool files_write_fd(int fd, const char *bytes, size_t len);

/* Removes a directory tree without following symbolic links. */
void files_remove_tree(const char *path);

/*
 * Appends to the error if permissions deny access to `path`: " (group NAME)" or
 * " (owner NAME)" of the file or directory that denies it, then a line for each
 * remedy. `mode` is the bit of the group that the file itself needs, `option`
 * the option in torrc that sets it.
 */
void files_add_access_advice(struct error *error, const char *path,
	mode_t mode, const char *option);

#endif
