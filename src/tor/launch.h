/* A private, temporary tor: starting, watching, stopping, cleaning up. */
#ifndef TOR_LAUNCH_H
#define TOR_LAUNCH_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A tor in a new directory of mode 0700 under $TMPDIR, or under /tmp if that is
 * unset, not absolute, too long for a unix socket, or would need quotes in a
 * torrc. The directory holds its unix control socket, cookie, data directory
 * and log. Unless its arguments say otherwise, its network is disabled and it
 * has no SOCKS port and no GeoIP data. A guardian process (tor/guardian.h)
 * stops it and removes the directory when this process exits for any reason.
 * (SIGKILL in the 0.1 ms between mkdtemp() and fork() leaves an empty
 * directory; all other signals are blocked then.)
 */
struct launch;

struct launch_config {
	const char *program; /* "tor": searched for in the absolute
			      directories of PATH unless it has a '/' */
	char *const *args;   /* options for tor's command line */
	size_t args_len;
	int timeout;         /* ms until the socket accepts; negative: never */
	/* Called with progress messages without line end; may be NULL. */
	void (*progress)(void *arg, const char *text);
	void *progress_arg;
};

/*
 * Starts a tor and returns when its control socket accepts connections. The
 * cookie may not exist yet; it does once PROTOCOLINFO has been answered. Then
 * connect and send TAKEOWNERSHIP (control-spec 3.23).
 *
 * The process must be single-threaded. All signals are blocked while the
 * directory and the guardian are created. Waiting continues after a signal
 * handler returns.
 *
 * `config` is used only during the call. On failure, returns NULL, leaves
 * nothing behind, and includes the end of tor's log in `error`:
 * ERROR_USAGE       an argument that a private tor cannot have
 * ERROR_FILE        no directory, no descriptors, no such program
 * ERROR_CONNECTION  tor exited
 * ERROR_TIMEOUT     tor did not start before the timeout
 */
struct launch *launch_start(const struct launch_config *config,
	struct error *error);

/* Return absolute paths, valid until launch_stop(). */
const char *launch_socket(const struct launch *launch);
const char *launch_cookie_file(const struct launch *launch);
const char *launch_directory(const struct launch *launch);

/*
 * Returns true if tor has exited on its own, and stores in `error`
 * (ERROR_CONNECTION) how, with the end of its log. Use it after the connection
 * was lost, which is noticed before tor's exit: waits up to 2 s for that. Use
 * from one thread at a time.
 */
bool launch_ended(struct launch *launch, struct error *error);

/*
 * Stops tor (SIGTERM, SIGKILL after 3 s), waits until the process and the
 * directory are gone, and frees `launch`, which may be NULL. In a child that
 * was forked since launch_start(), only frees.
 */
void launch_stop(struct launch *launch);

/*
 * Like launch_stop(), without freeing, for a signal handler that is about to
 * let the signal end this process (async-signal-safe; NULL is allowed). Do not
 * use `launch` afterwards. A handler that can run during launch_stop() must not
 * call this at that time: block the signal around it, or clear the pointer
 * first.
 */
void launch_abandon_from_signal(const struct launch *launch);

#endif
