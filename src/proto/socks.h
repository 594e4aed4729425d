/* The client's side of SOCKS5 (RFC 1928, RFC 1929) and of SOCKS4a. */
#ifndef PROTO_SOCKS_H
#define PROTO_SOCKS_H

#include "util/buf.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

enum socks_version { SOCKS_5, SOCKS_4A };

enum { SOCKS_TEXT_MAX = 255 }; /* bytes of a host name, a user, a password */

/* What is asked for: a connection. Borrows its strings. */
struct socks_request {
	enum socks_version version;
	/*
	 * A name, which is sent as it is, or an address in digits (IPv6
	 * without brackets), which goes as such where the version has a form
	 * for it.
	 */
	const char *host;
	uint16_t port;
	/*
	 * User and password alike, for SOCKS4a the user: Tor does not put
	 * streams with different ones on one circuit. NULL: none is given.
	 */
	const char *login;
};

enum socks_step {
	SOCKS_METHOD,  /* the choice of how to log in is to come */
	SOCKS_LOGIN,   /* the answer to the login */
	SOCKS_REPLY,   /* the answer to the request */
	SOCKS_REPLY_4, /* that of SOCKS4a */
};

enum socks_verdict {
	SOCKS_ON,   /* send `out`, and give more of what comes */
	SOCKS_OPEN, /* connected: whatever follows is from the far end */
	SOCKS_FAILED,
};

/* A handshake; socks_begin() to socks_clear(). */
struct socks {
	const struct socks_request *request;
	enum socks_step step;
	struct buf out; /* to be sent; the sender empties it */
};

/*
 * Borrows `request`, and has the first bytes in `out`. False (ERROR_USAGE)
 * when host or login are empty or too long.
 */
bool socks_begin(struct socks *socks, const struct socks_request *request,
	struct error *error);

/*
 * Takes what the proxy has said, whole messages and nothing behind the last,
 * off the front of `in`. SOCKS_FAILED: ERROR_TOR with the proxy's code as its
 * status, or ERROR_CONNECTION when it speaks something else.
 */
enum socks_verdict socks_take(struct socks *socks, struct buf *in,
	struct error *error);

/*
 * What there is to say of a proxy that has closed the connection with the
 * handshake at this point (ERROR_CONNECTION), or does not answer in time
 * (ERROR_TIMEOUT). Both return false.
 */
bool socks_explain_close(const struct socks *socks, struct error *error);
bool socks_explain_silence(const struct socks *socks, struct error *error);

void socks_clear(struct socks *socks);

#endif
