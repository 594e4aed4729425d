/* A private throw-away tor: started, watched, ended and cleaned up after. */
#ifndef API_LAUNCH_H
#define API_LAUNCH_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The tor runs in a new 0700 directory under $TMPDIR (or /tmp, when that is
 * unset, not absolute, too long for a unix socket or needs quotes in a torrc):
 * unix control socket, cookie, data directory and log are all there. Its
 * network is disabled, it has no SOCKS port and no GeoIP data, until its
 * arguments say otherwise. A guardian process (api/guardian.h) ends it and
 * removes the directory as soon as this process is gone, whatever killed it.
 * (SIGKILL in the instant between mkdtemp() and fork(), some 0.1 ms, leaves an
 * empty directory; every other signal is blocked then.)
 */
struct launch;

struct launch_config {
	const char *program; /* "tor": looked for in PATH unless it has a '/' */
	char *const *args;   /* options for tor's command line */
	size_t args_len;
	int timeout;         /* ms until the socket accepts; negative: never */
	/* Told what is going on, lines without their end; may be NULL. */
	void (*progress)(void *arg, const char *text);
	void *progress_arg;
};

/*
 * Starts a tor and returns once its control socket accepts connections. The
 * cookie may not be there yet: it is when PROTOCOLINFO has been answered.
 * Connect and send TAKEOWNERSHIP (control-spec, "TAKEOWNERSHIP").
 *
 * The process must have one thread only. All signals are blocked while the
 * directory and the guardian are made, then as before. Waiting goes on after
 * a signal handler returns.
 *
 * `config` is needed during the call only. NULL on failure, when nothing is
 * left behind, and `error` has tor's own last words in it:
 * ERROR_USAGE       an argument that a private tor cannot have
 * ERROR_FILE        no directory, no descriptors, no such program
 * ERROR_CONNECTION  tor ended
 * ERROR_TIMEOUT     tor did not come up in time
 */
struct launch *launch_start(const struct launch_config *config,
	struct error *error);

/* Paths, absolute; good until launch_stop(). */
const char *launch_socket(const struct launch *launch);
const char *launch_cookie_file(const struct launch *launch);
const char *launch_directory(const struct launch *launch);

/*
 * Whether tor has ended by itself: true, and `error` (ERROR_CONNECTION) says
 * how, with its last words. Meant for a connection that was lost, which is
 * seen before tor's end is: waits up to 100 ms for that. One thread at a time.
 */
bool launch_ended(struct launch *launch, struct error *error);

/*
 * Ends tor (SIGTERM, after 3 s SIGKILL), returns when the process and the
 * directory are gone, frees. NULL is allowed.
 */
void launch_stop(struct launch *launch);

/*
 * The same but freeing, for a signal handler that is about to let the signal
 * end this process (async-signal-safe; NULL is allowed). `launch` is of no use
 * afterwards. A handler that can run during launch_stop() must not call this
 * then: block the signal around it, or forget the pointer before.
 */
void launch_abandon_from_signal(const struct launch *launch);

#endif
