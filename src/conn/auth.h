/* Getting in: PROTOCOLINFO, then the best way that is offered and possible. */
#ifndef CONN_AUTH_H
#define CONN_AUTH_H

#include "conn/client.h"
#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>

struct auth_config {
	/* Read this cookie instead of the one that Tor names; or NULL. */
	const char *cookie_file;
	/*
	 * Called when a password is needed: appends it to `password`, which is
	 * a secret buffer. False without an error when there is none.
	 */
	bool (*password)(void *arg, struct buf *password, struct error *error);
	void *password_arg;
};

struct auth_result {
	const char *method; /* "SAFECOOKIE", …: a constant */
	char *tor_version;  /* the caller's; NULL if Tor does not say */
	bool cookie_missing; /* failed because its file does not exist */
};

/*
 * control-spec 3.5, 3.21, 3.24. Authenticates a fresh connection: SAFECOOKIE
 * (Tor's hash is verified before ours is sent; COOKIE is never tried in its
 * place), COOKIE only where SAFECOOKIE is not offered, NULL, HASHEDPASSWORD.
 * A cookie file that is not a regular file of exactly 32 bytes is refused and
 * never sent. ERROR_AUTH when Tor refuses us or nothing is possible,
 * ERROR_CONNECTION or ERROR_TIMEOUT when this is no control port.
 */
bool auth_run(struct client *client, const struct auth_config *config,
	struct auth_result *result, struct error *error);

#endif
