/* Addresses of onion services, and the texts and files that hold their keys. */
#ifndef API_ONION_KEY_H
#define API_ONION_KEY_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

enum { ONION_ADDRESS_LEN = 56 };

/*
 * Whether 56 letters and digits, without ".onion", are the address of a v3
 * service: version and checksum fit to the key in it (rend-spec-v3 6). One that
 * was mistyped is none.
 */
bool onion_key_fits(struct span address);

/*
 * Reads a service's private key from what a file holds, and appends it as
 * ADD_ONION takes it ("ED25519-V3:" and base64). A file is either Tor's own
 * hs_ed25519_secret_key, 96 bytes, or text: its first line that is neither empty
 * nor begins with "#", with or without "ED25519-V3:". False (ERROR_FILE):
 * `name` is for the error, which never has the key in it.
 */
bool onion_key_read_service(const char *name, struct span file,
	struct buf *key, struct error *error);

/*
 * Reads a client's private x25519 key, and appends it as ONION_CLIENT_AUTH_ADD
 * takes it ("x25519:" and base64). A file is text, as above: a key in base64 or
 * base32, with or without "x25519:", or a line of ClientOnionAuthDir,
 * "ADDRESS:descriptor:x25519:KEY", whose address has to be this one.
 */
bool onion_key_read_client(const char *name, struct span file,
	const char *address, struct buf *key, struct error *error);

/*
 * Reads a client's public x25519 key, in base32 or base64, with or without
 * "descriptor:x25519:" or "x25519:". As ADD_ONION takes it, base32; the
 * caller's. NULL with ERROR_USAGE.
 */
char *onion_key_read_public(const char *word, struct error *error);

/* Whether a word is no file's name but a private key itself. */
bool onion_key_is_private(const char *word);

/* A new pair for a client; starts all zero. */
struct onion_pair {
	struct buf secret; /* the private key, 32 bytes; secret */
	struct buf open;   /* the public key in base32 */
};

void onion_pair_make(struct onion_pair *pair);

/* Appends "x25519:" and the private key in base64. */
void onion_pair_add_private(const struct onion_pair *pair, struct buf *to);

/* Appends a line of ClientOnionAuthDir, without a line end. */
void onion_pair_add_line(const struct onion_pair *pair, const char *address,
	struct buf *to);

void onion_pair_clear(struct onion_pair *pair);

#endif
