/* Authentication: PROTOCOLINFO, then the best method offered and possible. */
#ifndef CONN_AUTH_H
#define CONN_AUTH_H

#include "conn/connection.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>
#include <sys/types.h>

struct auth_config {
	/* Read this cookie file instead of the one that Tor names; or NULL. */
	const char *cookie_file;
	/*
	 * Reads a cookie file that Tor names, if that is on another machine.
	 * `cookie` is a secret buffer. Such a cookie is never sent, only proved.
	 * NULL: the file is on this one.
	 */
	bool (*read_cookie)(void *arg, const char *path, struct buf *cookie,
		struct error *error);
	void *read_cookie_arg;
	/*
	 * Send the cookie itself to a Tor that does not offer SAFECOOKIE. Set
	 * it only if the user trusts the listener or named the file: an
	 * impostor can report any path.
	 */
	bool allow_cookie;
	/*
	 * Called when a password is needed: appends it to `password`, a secret
	 * buffer. Returns false without an error if there is none.
	 */
	bool (*password)(void *arg, struct buf *password, struct error *error);
	/*
	 * Called after Tor refused the password: returns whether to ask for
	 * another one, on a new connection. May be NULL.
	 */
	bool (*password_again)(void *arg);
	void *password_arg;
	/*
	 * The user who listens, if that must be a user trusted to run Tor:
	 * root, this process's user, the owner of the cookie file if a cookie
	 * is used, or one of the names that packages give Tor. NULL: any user
	 * may listen.
	 */
	const uid_t *listener;
};

struct auth_result {
	const char *method; /* "SAFECOOKIE", …: a constant */
	char *tor_version;  /* the caller's; NULL if Tor does not report it */
	bool wrong_password; /* failed because Tor refused it */
	bool cookie_missing; /* failed because the cookie file does not exist */
};

/*
 * Authenticates a new connection (control-spec 3.5, 3.21, 3.24). Methods, in
 * order: SAFECOOKIE (Tor's hash is verified before ours is sent; COOKIE is
 * never used as a fallback), COOKIE only if SAFECOOKIE is not offered and
 * `allow_cookie` is set, NULL, HASHEDPASSWORD. A cookie file that is not a
 * regular file of exactly 32 bytes is refused and never sent. Fails with
 * ERROR_AUTH if Tor refuses, no method is possible or the listener's user is
 * refused, with ERROR_CONNECTION or ERROR_TIMEOUT if this is not a control
 * port.
 */
bool auth_run(struct connection *connection, const struct auth_config *config,
	struct auth_result *result, struct error *error);

/*
 * Appends the password that a value of TOR_CONTROL_PASSWD means: a quoted
 * string, hexadecimal digits or the password itself. Tor Browser passes the
 * variable to AUTHENTICATE unchanged.
 */
void auth_decode_variable(struct span value, struct buf *password);

#endif
