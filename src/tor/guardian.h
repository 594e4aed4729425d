/* The process that supervises a private tor and outlives torctl to clean up. */
#ifndef TOR_GUARDIAN_H
#define TOR_GUARDIAN_H

#include <sys/types.h>

struct guardian_plan {
	const char *program;   /* the path of tor */
	char *const *argv;     /* of tor, NULL-terminated */
	const char *log;       /* new file for tor's stdout and stderr */
	const char *directory; /* removed at the end */
};

/*
 * What the guardian reports, one struct guardian_note at a time: possibly
 * GUARDIAN_STARTED, then one of the others if tor cannot be started or has
 * exited (ignore anything after that). End of file before that means that the
 * guardian was killed.
 */
enum guardian_event {
	GUARDIAN_NOTHING,
	GUARDIAN_STARTED, /* value: process ID of tor, before exec() */
	GUARDIAN_NO_FORK, /* value: errno */
	GUARDIAN_NO_EXEC, /* value: errno */
	GUARDIAN_ENDED,   /* value: tor's status from wait() */
};

struct guardian_note {
	enum guardian_event event;
	int value;
};

/*
 * Forks a guardian, which starts and supervises tor. Call it in a
 * single-threaded process with all signals blocked. Returns the guardian's
 * process ID, to be waited for, and stores in `channel` a stream socket
 * (close-on-exec) for its reports; or returns -1 with errno set if there is no
 * guardian.
 *
 * When `channel` is closed or its owner dies, the guardian sends SIGTERM to
 * tor's process group and SIGKILL 3 s later, removes the directory and exits
 * with status 0. It runs in its own session and ignores signals from a
 * terminal. If tor exits earlier, the directory with the log stays until
 * `channel` is closed.
 */
pid_t guardian_start(const struct guardian_plan *plan, int *channel);

#endif
