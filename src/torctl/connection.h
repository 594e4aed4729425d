/* Connections to Tor's control port: opening, authenticating, closing. */
#ifndef TORCTL_CONNECTION_H
#define TORCTL_CONNECTION_H

#include <torctl/base.h>
#include <torctl/error.h>

TORCTL_BEGIN

/* Connection options. All have defaults. Use from one thread at a time. */
struct torctl_options;

TORCTL_CHECK struct torctl_options *torctl_options_new(void);
TORCTL_API void torctl_options_free(struct torctl_options *options);

/*
 * Sets the control port: "PORT" (on 127.0.0.1), "HOST:PORT", "[V6]:PORT",
 * "/path", "unix:/path", "fd:NUMBER" (see torctl_open_fd()), a name that targets
 * or instances lists, see torctl(1), or an address that begins with "ssh://",
 * as described there: ssh then runs, without questions, as a child of this
 * process. NULL, the default, uses TORCTL_SERVER, TOR_CONTROL_IPC_PATH, or
 * TOR_CONTROL_HOST and TOR_CONTROL_PORT from the environment, else the first of
 * /run/tor/control, /var/run/tor/control, 127.0.0.1:9051 and 127.0.0.1:9151
 * that answers, else the only instance that does. On Linux, a listener at one
 * of these default addresses is refused (TORCTL_ERROR_AUTH) if it belongs to
 * another user than root, this process's, the cookie file's owner, debian-tor,
 * tor, _tor or toranon; not if torctl_options_set_authenticate() is false.
 */
TORCTL_API void torctl_options_set_address(struct torctl_options *options,
	const char *address);

/*
 * Sets the timeout for each step of connecting and for each complete reply
 * (default 30000).
 */
TORCTL_API void torctl_options_set_timeout(struct torctl_options *options,
	int timeout);

/* Sets how long to retry while nothing answers. The default, 0, tries once. */
TORCTL_API void torctl_options_set_wait(struct torctl_options *options,
	int timeout);

/*
 * Sets the cookie file to read instead of the one that Tor reports (NULL). Only
 * a cookie file set here is ever sent to a Tor that does not offer SAFECOOKIE.
 */
TORCTL_API void torctl_options_set_cookie_file(struct torctl_options *options,
	const char *path);

/*
 * Sets the password, if Tor requires one: any bytes. A copy is kept, and wiped
 * when freed. The default, NULL, is none.
 */
TORCTL_API void torctl_options_set_password(struct torctl_options *options,
	const void *password, size_t size);

/*
 * Sets whether a password and a cookie file that are not set here are taken
 * from TOR_CONTROL_PASSWD and TOR_CONTROL_COOKIE_AUTH_FILE in the environment,
 * as torctl(1) does (default false). The variables are not removed, so that child
 * processes see them.
 */
TORCTL_API void torctl_options_set_environment(struct torctl_options *options,
	bool use);

/*
 * Sets whether torctl_connect() authenticates (default true). If false, call
 * torctl_authenticate() before sending anything else.
 */
TORCTL_API void torctl_options_set_authenticate(struct torctl_options *options,
	bool authenticate);

/*
 * Sets what to do when one megabyte of events is queued: drop and count the
 * oldest (true), or stop reading from Tor until some are taken (false, the
 * default). See torctl/event.h.
 */
TORCTL_API void torctl_options_set_drop_events(struct torctl_options *options,
	bool drop);

/*
 * Sets a descriptor that cancels torctl_connect() with TORCTL_ERROR_INTERRUPTED
 * when it becomes readable (default -1: none). It is never read, and not used
 * after connecting.
 */
TORCTL_API void torctl_options_set_cancel_fd(struct torctl_options *options,
	int fd);

/*
 * Sets a function to call for every line sent or received, without its line end
 * and with secrets removed, in the thread that sends or reads. It must not call
 * the library. The default, NULL, is none.
 */
typedef void torctl_trace(void *arg, bool sent, const char *line, size_t size);
TORCTL_API void torctl_options_set_trace(struct torctl_options *options,
	torctl_trace *trace, void *arg);

/*
 * A connection. All functions except torctl_close() may be called from several
 * threads at once. Requests of several threads can be pending at the same time,
 * each thread gets its own reply, and waiting for events does not block
 * requests from other threads. A connection has a thread of its own, with all
 * signals blocked, only once events are wanted or passed to a callback.
 *
 * A connection belongs to the process that created it. In a child process
 * forked afterwards, every call fails at once with TORCTL_ERROR_CONNECTION, and
 * torctl_close() releases the child's copy without closing the connection. A
 * daemon should connect after its last fork().
 */
struct torctl;

/*
 * Connects and authenticates (control-spec 3.5, 3.21, 3.24) with the best
 * method that Tor offers: SAFECOOKIE (with no fallback to COOKIE), COOKIE,
 * none, or password. `options` may be NULL for the defaults; they may be freed
 * afterwards. If nothing answers, the error lists every address tried.
 */
TORCTL_CHECK struct torctl *torctl_connect(const struct torctl_options *options,
	struct torctl_error **error);

/*
 * Does the same over `fd`, a connected stream socket, such as one end of a
 * socketpair() or one that another process has passed. The options' address and
 * wait are not used. A duplicate is used, so the caller may close `fd` at any
 * time; but torctl_close() shuts the socket down.
 */
TORCTL_CHECK struct torctl *torctl_open_fd(int fd,
	const struct torctl_options *options, struct torctl_error **error);

/*
 * Sends AUTHENTICATE with these bytes, a password or the content of a cookie
 * file (control-spec 3.5); `secret` may be NULL if `size` is 0. If Tor refuses
 * them (TORCTL_ERROR_AUTH), it closes the connection. Use only after
 * torctl_options_set_authenticate(options, false).
 */
TORCTL_CHECK bool torctl_authenticate(struct torctl *tor, const void *secret,
	size_t size, struct torctl_error **error);

/* Returns the address, in the form accepted by torctl_options_set_address(). */
TORCTL_API const char *torctl_address(const struct torctl *tor);

/*
 * Returns how torctl_connect() authenticated: "SAFECOOKIE", "COOKIE", "NULL" or
 * "HASHEDPASSWORD", "SSH" if torctl on another host did it, or NULL if it did
 * not.
 */
TORCTL_API const char *torctl_auth_method(const struct torctl *tor);

/* Returns Tor's version as reported during authentication, or NULL. */
TORCTL_API const char *torctl_tor_version(const struct torctl *tor);

/* Returns false once the connection is lost or closed. */
TORCTL_API bool torctl_is_connected(struct torctl *tor);

/* Sets the timeout of later requests, as torctl_options_set_timeout() does. */
TORCTL_API void torctl_set_timeout(struct torctl *tor, int timeout);

/*
 * Closes the connection at once. Waiting calls in all threads, and all later
 * calls, fail with TORCTL_ERROR_CONNECTION. Does not free the object.
 */
TORCTL_API void torctl_disconnect(struct torctl *tor);

/*
 * Disconnects, waits until calls in other threads and the torctl_dispatch()
 * callback have returned, and frees the object. No other call may begin after
 * this one, and only one thread may make it. In the callback it returns at
 * once; the callback is not called again, and the object is freed when the
 * callback returns. Must not be called from other callbacks.
 */
TORCTL_API void torctl_close(struct torctl *tor);

TORCTL_END

#endif
