/* What Tor says before it knows us: PROTOCOLINFO and AUTHCHALLENGE. */
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

/* Starts all zero, ends with protocolinfo_clear(). */
struct protocolinfo {
	unsigned methods;  /* enum protocolinfo_method, or-ed */
	char *cookie_file; /* unescaped; NULL when Tor names none */
	char *tor_version; /* NULL when Tor does not say */
};

/*
 * control-spec 3.21. False (ERROR_CONNECTION) when the reply is no answer to
 * PROTOCOLINFO; unknown lines, keywords and methods are passed over.
 */
bool protocolinfo_parse(const struct reply *reply, struct protocolinfo *info,
	struct error *error);

void protocolinfo_clear(struct protocolinfo *info);

enum { AUTHCHALLENGE_SIZE = 32 };

struct authchallenge {
	unsigned char server_hash[AUTHCHALLENGE_SIZE];
	unsigned char server_nonce[AUTHCHALLENGE_SIZE];
};

/* control-spec 3.24; ERROR_AUTH when it is not as it should be. */
bool authchallenge_parse(const struct reply *reply,
	struct authchallenge *challenge, struct error *error);

#endif
