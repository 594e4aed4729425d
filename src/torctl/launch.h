/* Private tor processes that a program starts for itself. */
#ifndef TORCTL_LAUNCH_H
#define TORCTL_LAUNCH_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>

TORCTL_BEGIN

/*
 * A tor process in a new private directory under $TMPDIR or /tmp. Its network
 * is disabled (DisableNetwork 1) and it has no SOCKS port, unless its arguments
 * say otherwise. Use from one thread at a time.
 */
struct torctl_launch;

/*
 * Starts `program` (NULL: "tor", searched for in the absolute directories
 * of PATH) with additional command-line arguments ("--SocksPort", "auto", …;
 * NULL: none), and waits until its control port answers. On failure, the error
 * includes the end of tor's log.
 *
 * A child process, the guardian, stops tor and removes the directory when this
 * process exits for any reason. Do not wait for it yourself;
 * torctl_launch_stop() does. The child allocates memory after fork(), which
 * glibc and musl allow in a multithreaded process; with other C libraries, call
 * this before starting threads.
 */
TORCTL_CHECK struct torctl_launch *torctl_launch(const char *program,
	const char *const *arguments, int timeout,
	struct torctl_error **error);

/*
 * Connects to the tor. There may be several connections. Closing one stops tor
 * only after torctl_take_ownership() on it. `options` may be NULL; their address
 * and cookie file are not used.
 */
TORCTL_CHECK struct torctl *torctl_launch_connect(struct torctl_launch *launch,
	const struct torctl_options *options, struct torctl_error **error);

/*
 * Return the paths of the control socket and of the directory with all its
 * files.
 */
TORCTL_API const char *torctl_launch_address(
	const struct torctl_launch *launch);
TORCTL_API const char *torctl_launch_directory(
	const struct torctl_launch *launch);

/*
 * Stops tor, killing it after 3 seconds, removes its directory, and frees the
 * object. Connections to it are lost; close them before or after. In a child
 * process forked after torctl_launch(), only frees the object.
 */
TORCTL_API void torctl_launch_stop(struct torctl_launch *launch);

TORCTL_END

#endif
