/* A private tor of the program's own. */
#ifndef TORCTL_LAUNCH_H
#define TORCTL_LAUNCH_H

#include <torctl/base.h>
#include <torctl/connection.h>
#include <torctl/error.h>

TORCTL_BEGIN

/*
 * A tor in a new directory that only this user can enter, under $TMPDIR or
 * /tmp. It has no network (DisableNetwork 1) and no SOCKS port until its
 * arguments say otherwise. One thread at a time.
 */
struct torctl_launch;

/*
 * Starts `program` (NULL: "tor", looked for in PATH) with more arguments for
 * its command line ("--SocksPort", "auto", …; NULL: none), and waits until its
 * control port answers. The error has tor's own last words.
 *
 * A guardian, a child process of this one, ends tor and removes the directory
 * as soon as this process is gone, whatever has ended it. Leave waiting for it
 * to torctl_launch_stop(). The child allocates memory after fork(), which glibc
 * and musl allow in a process of several threads; with others call this before
 * there are any.
 */
TORCTL_API struct torctl_launch *torctl_launch(const char *program,
	const char *const *arguments, int timeout,
	struct torctl_error **error);

/*
 * Connects to it and takes ownership (control-spec 3.23). `options` may be
 * NULL; their address and cookie file are not used.
 */
TORCTL_API struct torctl *torctl_launch_connect(struct torctl_launch *launch,
	const struct torctl_options *options, struct torctl_error **error);

/* The path of its control socket, and of the directory with all it has. */
TORCTL_API const char *torctl_launch_address(
	const struct torctl_launch *launch);
TORCTL_API const char *torctl_launch_directory(
	const struct torctl_launch *launch);

/*
 * Ends tor, at the latest after 3 seconds, returns when it and its directory
 * are gone, and frees. Connections to it are lost; close them before or after.
 */
TORCTL_API void torctl_launch_stop(struct torctl_launch *launch);

TORCTL_END

#endif
