/* A connection to Tor's control port: found, made, authenticated, ended. */
#ifndef TORCTL_CONNECTION_H
#define TORCTL_CONNECTION_H

#include <torctl/base.h>
#include <torctl/error.h>

TORCTL_BEGIN

/* How to connect. Everything has a default. One thread at a time. */
struct torctl_options;

TORCTL_API struct torctl_options *torctl_options_new(void);
TORCTL_API void torctl_options_free(struct torctl_options *options);

/*
 * Where: "PORT" (on 127.0.0.1), "HOST:PORT", "[V6]:PORT", "/path" or
 * "unix:/path". NULL, the default: what TORCTL_SERVER, TOR_CONTROL_IPC_PATH or
 * TOR_CONTROL_HOST and TOR_CONTROL_PORT in the environment say, else the first
 * of /run/tor/control, /var/run/tor/control, 127.0.0.1:9051 and 127.0.0.1:9151
 * that answers.
 */
TORCTL_API void torctl_options_set_address(struct torctl_options *options,
	const char *address);

/*
 * For each step of connecting, and for every request afterwards until its
 * whole reply is there. 30000 by default.
 */
TORCTL_API void torctl_options_set_timeout(struct torctl_options *options,
	int timeout);

/* For how long to try again while no Tor answers. 0, the default: once. */
TORCTL_API void torctl_options_set_wait(struct torctl_options *options,
	int timeout);

/* Read this cookie file instead of the one that Tor names; NULL: that one. */
TORCTL_API void torctl_options_set_cookie_file(struct torctl_options *options,
	const char *path);

/*
 * What to answer when Tor wants a password: any bytes, of which a copy is kept
 * (and overwritten when freed). NULL, the default: none.
 */
TORCTL_API void torctl_options_set_password(struct torctl_options *options,
	const void *password, size_t size);

/*
 * Whether torctl_connect() authenticates; true by default. If not,
 * torctl_authenticate() has to before anything else is sent.
 */
TORCTL_API void torctl_options_set_authenticate(
	struct torctl_options *options, bool authenticate);

/*
 * When a megabyte of events waits to be taken: throw away the oldest ones and
 * count them (true), or stop reading from Tor until some are taken (false, the
 * default). See torctl/event.h.
 */
TORCTL_API void torctl_options_set_drop_events(struct torctl_options *options,
	bool drop);

/*
 * A descriptor that ends torctl_connect() with TORCTL_ERROR_INTERRUPTED once it
 * is readable; -1, the default: none. It is not read from, nor used later.
 */
TORCTL_API void torctl_options_set_cancel_fd(struct torctl_options *options,
	int fd);

/*
 * `trace` is shown every line that is sent or received, without its end,
 * secrets taken out, from the thread that sends or reads; it must not call the
 * library. NULL, the default: nobody looks.
 */
typedef void torctl_trace(void *arg, bool sent, const char *line, size_t size);
TORCTL_API void torctl_options_set_trace(struct torctl_options *options,
	torctl_trace *trace, void *arg);

/*
 * A connection. All its functions may be called from several threads at once,
 * except torctl_close(): requests are sent one after the other, each thread
 * gets its own reply, and waits for events do not keep others from sending.
 * Each connection has a thread of its own, which blocks all signals.
 */
struct torctl;

/*
 * control-spec 3.5, 3.21, 3.24. Connects and authenticates by the best way that
 * Tor offers: SAFECOOKIE (never COOKIE in its place), COOKIE, none, or the
 * password. `options` may be NULL: all defaults; they are of no use to the
 * connection afterwards. When nothing answers, the error names every address
 * that was tried.
 */
TORCTL_API struct torctl *torctl_connect(const struct torctl_options *options,
	struct torctl_error **error);

/*
 * control-spec 3.5. Sends AUTHENTICATE with these bytes, a password or the
 * content of a cookie file; `secret` may be NULL when `size` is 0. When Tor
 * refuses them (TORCTL_ERROR_AUTH) it closes the connection. Only after
 * torctl_options_set_authenticate(options, false).
 */
TORCTL_API bool torctl_authenticate(struct torctl *tor, const void *secret,
	size_t size, struct torctl_error **error);

/* Where it leads to, as torctl_options_set_address() takes it. */
TORCTL_API const char *torctl_address(const struct torctl *tor);

/*
 * How torctl_connect() has authenticated: "SAFECOOKIE", "COOKIE", "NULL",
 * "HASHEDPASSWORD"; NULL: it has not.
 */
TORCTL_API const char *torctl_auth_method(const struct torctl *tor);

/* The version that Tor told while authenticating; NULL: none. */
TORCTL_API const char *torctl_tor_version(const struct torctl *tor);

/* False once the connection is lost or ended. */
TORCTL_API bool torctl_is_connected(struct torctl *tor);

/* Changes torctl_options_set_timeout() for the requests that follow. */
TORCTL_API void torctl_set_timeout(struct torctl *tor, int timeout);

/*
 * Ends the connection at once. Whoever waits in a call, in whatever thread,
 * gets TORCTL_ERROR_CONNECTION, and so does every later call. Does not free.
 */
TORCTL_API void torctl_disconnect(struct torctl *tor);

/*
 * torctl_disconnect(), waits until calls in other threads and the callback of
 * torctl_dispatch() have returned, and frees. No thread may begin a call
 * afterwards, nor may two call this. In that callback it returns at once; the
 * callback is not called again, and everything is freed when it has returned.
 * Not to be called from other functions that the library calls.
 */
TORCTL_API void torctl_close(struct torctl *tor);

TORCTL_END

#endif
