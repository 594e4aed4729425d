/* Errors: a kind, and a text that includes the remedy. */
#ifndef TORCTL_ERROR_H
#define TORCTL_ERROR_H

#include <torctl/base.h>

TORCTL_BEGIN

enum torctl_error_kind {
	TORCTL_ERROR_NONE,
	TORCTL_ERROR_TOR,         /* Tor refused: see torctl_error_status() */
	TORCTL_ERROR_USAGE,       /* invalid argument; nothing was sent */
	TORCTL_ERROR_CONNECTION,  /* cannot connect, or connection lost */
	TORCTL_ERROR_AUTH,        /* not authenticated, or peer not trusted */
	TORCTL_ERROR_TIMEOUT,
	TORCTL_ERROR_FILE,        /* a local file or program */
	TORCTL_ERROR_INTERRUPTED, /* cancelled: cancel_fd, torctl_progress */
};

/*
 * A function whose last argument is a `struct torctl_error **` stores a new
 * error there if, and only if, it fails. The pointer must be NULL or hold an
 * earlier error, which is freed when replaced. Pass NULL to ignore errors.
 */
struct torctl_error;

/* Returns the kind, TORCTL_ERROR_NONE for NULL. */
TORCTL_API enum torctl_error_kind torctl_error_kind(
	const struct torctl_error *error);

/*
 * Returns Tor's three-digit code (control-spec 4) of a TORCTL_ERROR_TOR, else
 * 0.
 */
TORCTL_API int torctl_error_status(const struct torctl_error *error);

/*
 * Returns the message in English, possibly several lines, without a final line
 * break; "" for NULL. May contain unescaped text from Tor: escape it before
 * printing to a terminal.
 */
TORCTL_API const char *torctl_error_text(const struct torctl_error *error);

/* Returns the argument that caused the error (a key, a name), or NULL. */
TORCTL_API const char *torctl_error_subject(const struct torctl_error *error);

/* Returns the next of several errors of one call, owned by `error`, or NULL. */
TORCTL_API const struct torctl_error *torctl_error_next(
	const struct torctl_error *error);

/*
 * Frees an error stored by a function. Do not use it on the result of
 * torctl_error_next().
 */
TORCTL_API void torctl_error_free(struct torctl_error *error);

TORCTL_END

#endif
