/* A child process whose standard input and output is one socket. */
#ifndef UTIL_CHILD_H
#define UTIL_CHILD_H

#include "util/buf.h"
#include "util/span.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Initialise with child_start(); not copied afterwards. A full pipe of errors
 * may stop the child until child_read_errors(), child_wait() or child_end().
 */
struct child {
	pid_t pid;
	int fd;            /* the other end of the socket; the caller's */
	int error_fd;      /* readable when the child has written an error */
	struct buf errors; /* the last CHILD_ERRORS_MAX bytes of these */
	/* Called with all of these as they are read; NULL after the start. */
	void (*note)(void *arg, struct span bytes);
	void *note_arg;
	bool ended;
	int status;        /* as from waitpid(), once it has ended */
};

enum { CHILD_ERRORS_MAX = 4096 };

/*
 * Runs the program `argv`, found in PATH. It ignores SIGINT and SIGQUIT, since
 * these are for the caller, and inherits no other descriptors that are
 * close-on-exec. With `session`, it gets a session of its own, without a
 * terminal. Returns false with errno set on failure.
 */
bool child_start(struct child *child, char *const *argv, bool session);

/*
 * Reads what the child has written to standard error so far, but not endlessly.
 */
void child_read_errors(struct child *child);

/*
 * Waits until `deadline` (clock.h) for the child to end. Returns whether it
 * has.
 */
bool child_wait(struct child *child, int64_t deadline);

/*
 * Waits `grace` milliseconds for the child to end, then terminates it, which may
 * take twice as long, and frees what `child` holds. `fd` must have been shut
 * down or closed.
 */
void child_end(struct child *child, int grace);

#endif
