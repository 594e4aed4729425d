/* What went wrong: its kind, and a text that says what to do about it. */
#ifndef TORCTL_ERROR_H
#define TORCTL_ERROR_H

#include <torctl/base.h>

TORCTL_BEGIN

enum torctl_error_kind {
	TORCTL_ERROR_NONE,
	TORCTL_ERROR_TOR,         /* Tor refused: see torctl_error_status() */
	TORCTL_ERROR_USAGE,       /* a bad argument; nothing was sent */
	TORCTL_ERROR_CONNECTION,  /* no connection, or it was lost */
	TORCTL_ERROR_AUTH,        /* not let in, or it was not to be trusted */
	TORCTL_ERROR_TIMEOUT,
	TORCTL_ERROR_FILE,        /* a local file or program */
	TORCTL_ERROR_INTERRUPTED, /* by a cancel_fd, or torctl_progress */
};

/*
 * A function that takes a last `struct torctl_error **` makes a new error when
 * it fails, and only then. What the pointer holds before must be NULL or an
 * earlier error, which is freed when a new one takes its place. The argument
 * itself may be NULL: not interested.
 */
struct torctl_error;

/* TORCTL_ERROR_NONE for NULL. */
TORCTL_API enum torctl_error_kind torctl_error_kind(
	const struct torctl_error *error);

/* Tor's three-digit code (control-spec 4) of TORCTL_ERROR_TOR, else 0. */
TORCTL_API int torctl_error_status(const struct torctl_error *error);

/*
 * In English, without a line end at its end, maybe of several lines. "" for
 * NULL. May have words of Tor's in it, as they came: escape what is to go to a
 * terminal.
 */
TORCTL_API const char *torctl_error_text(const struct torctl_error *error);

/* Which argument it is about (a key, a name); NULL: none of them. */
TORCTL_API const char *torctl_error_subject(const struct torctl_error *error);

/* The next of several errors of one call, a part of `error`; or NULL. */
TORCTL_API const struct torctl_error *torctl_error_next(
	const struct torctl_error *error);

/* Only for what a function has stored, not for torctl_error_next(). */
TORCTL_API void torctl_error_free(struct torctl_error *error);

TORCTL_END

#endif
