/* The client side of SOCKS5 (RFC 1928, RFC 1929) and SOCKS4a. */
#ifndef PROTO_SOCKS_H
#define PROTO_SOCKS_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

enum socks_version { SOCKS_5, SOCKS_4A };

enum { SOCKS_TEXT_MAX = 255 }; /* bytes of a host name, user or password */

/* The connection to request. Borrows its strings. */
struct socks_request {
	enum socks_version version;
	/*
	 * A name, which is sent unchanged, or a numeric address (IPv6 without
	 * brackets), which is sent in binary if the version has a form for it.
	 */
	const char *host;
	uint16_t port;
	/*
	 * Used as both user and password, or as the user of SOCKS4a. Tor keeps
	 * streams with different logins on separate circuits. NULL: none.
	 */
	const char *login;
};

enum socks_step {
	SOCKS_METHOD,  /* waiting for the choice of authentication */
	SOCKS_LOGIN,   /* waiting for the answer to the login */
	SOCKS_REPLY,   /* waiting for the answer to the request */
	SOCKS_REPLY_4, /* the same with SOCKS4a */
};

enum socks_verdict {
	SOCKS_ON,   /* send `out`, and pass in received bytes */
	SOCKS_OPEN, /* connected: the far end sends what follows */
	SOCKS_FAILED,
};

/* A handshake. Begins with socks_begin(); free with socks_clear(). */
struct socks {
	const struct socks_request *request;
	enum socks_step step;
	struct buf out; /* bytes to send; emptied by the sender */
};

/*
 * Starts a handshake, with the first bytes in `out`. Borrows `request`. Returns
 * false (ERROR_USAGE) if host or login is empty or too long.
 */
bool socks_begin(struct socks *socks, const struct socks_request *request,
	struct error *error);

/*
 * Takes the proxy's messages off the front of `in`: whole messages only, and
 * nothing after the last one. SOCKS_FAILED: ERROR_TOR with the proxy's code as
 * its status, or ERROR_CONNECTION if it speaks another protocol.
 */
enum socks_verdict socks_take(struct socks *socks, struct buf *in,
	struct error *error);

/*
 * Explain why a handshake failed at this point: the proxy closed the connection
 * (ERROR_CONNECTION) or did not answer (ERROR_TIMEOUT). Both return false.
 */
bool socks_explain_close(const struct socks *socks, struct error *error);
bool socks_explain_silence(const struct socks *socks, struct error *error);

void socks_clear(struct socks *socks);

#endif
