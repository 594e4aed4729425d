/* The process between us and a private tor, which outlives us to clean up. */
#ifndef API_GUARDIAN_H
#define API_GUARDIAN_H

#include <sys/types.h>

struct guardian_plan {
	char *const *argv;     /* tor's, NULL-ended; [0] is the program */
	const char *log;       /* new file for tor's stdout and stderr */
	const char *directory; /* removed at the end */
};

/*
 * What the guardian says, one struct guardian_note after the other: maybe
 * GUARDIAN_STARTED; then one of the others when tor cannot be started or has
 * ended (what may follow is to be ignored). An end of file before that says
 * that the guardian was killed.
 */
enum guardian_event {
	GUARDIAN_NOTHING,
	GUARDIAN_STARTED, /* value: process id of tor, about to be executed */
	GUARDIAN_NO_FORK, /* value: errno */
	GUARDIAN_NO_EXEC, /* value: errno */
	GUARDIAN_ENDED,   /* value: tor's status as wait() gives it */
};

struct guardian_note {
	enum guardian_event event;
	int value;
};

/*
 * Forks a guardian, which starts tor and watches it. To be called in a process
 * of one thread, with all signals blocked. Returns the guardian's process id,
 * to be waited for, and in `channel` a stream socket (close-on-exec) on which
 * it says what happens; or -1 with errno set, when there is no guardian.
 *
 * Once `channel` is closed, or its owner has died, the guardian sends SIGTERM
 * to tor, SIGKILL 3 s later (both to tor's process group), removes the
 * directory and exits with status 0. It is in a session of its own and ignores
 * what a terminal may send. If tor ends before, the directory with the log in
 * it still stays until `channel` is closed.
 */
pid_t guardian_start(const struct guardian_plan *plan, int *channel);

#endif
