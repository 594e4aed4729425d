/* Tor's replies before authentication: PROTOCOLINFO and AUTHCHALLENGE. */
#ifndef PROTO_PROTOCOLINFO_H
#define PROTO_PROTOCOLINFO_H

#include "proto/reply.h"
#include "util/error.h"

#include <stdbool.h>

enum protocolinfo_method {
	PROTOCOLINFO_NULL = 1,
	PROTOCOLINFO_HASHEDPASSWORD = 2,
	PROTOCOLINFO_COOKIE = 4,
	PROTOCOLINFO_SAFECOOKIE = 8,
};

/* Initialise to all zero; free with protocolinfo_clear(). */
struct protocolinfo {
	unsigned methods;  /* enum protocolinfo_method, or-ed */
	char *cookie_file; /* unescaped; NULL if Tor names none */
	char *tor_version; /* NULL if Tor does not report it */
};

/*
 * Reads a reply to PROTOCOLINFO (control-spec 3.21). Returns false
 * (ERROR_CONNECTION) for any other reply; unknown lines, keywords and methods
 * are skipped.
 */
bool protocolinfo_parse(const struct reply *reply, struct protocolinfo *info,
	struct error *error);

void protocolinfo_clear(struct protocolinfo *info);

enum { AUTHCHALLENGE_SIZE = 32 };

struct authchallenge {
	unsigned char server_hash[AUTHCHALLENGE_SIZE];
	unsigned char server_nonce[AUTHCHALLENGE_SIZE];
};

/* Reads a reply to AUTHCHALLENGE (control-spec 3.24); else ERROR_AUTH. */
bool authchallenge_parse(const struct reply *reply,
	struct authchallenge *challenge, struct error *error);

#endif
