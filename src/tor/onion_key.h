/* Onion addresses, and reading and writing the keys of services and clients. */
#ifndef TOR_ONION_KEY_H
#define TOR_ONION_KEY_H

#include "util/buf.h"
#include "util/error.h"
#include "util/span.h"

#include <stdbool.h>

enum { ONION_ADDRESS_LEN = 56 };

/*
 * Returns whether 56 letters and digits, without ".onion", are the address of a
 * v3 service: its version and checksum match its key (rend-spec-v3 6). This
 * catches mistyped addresses.
 */
bool onion_key_fits(struct span address);

/*
 * Reads a service's private key from the content of a file and appends it as
 * ADD_ONION expects it ("ED25519-V3:" and base64). The file is Tor's own
 * hs_ed25519_secret_key, 96 bytes, or text whose first line that is neither
 * empty nor begins with "#" is the key, with or without "ED25519-V3:". Returns
 * false (ERROR_FILE) otherwise; `name` is for the error, which never contains
 * the key.
 */
bool onion_key_read_service(const char *name, struct span file,
	struct buf *key, struct error *error);

/*
 * Reads a client's private x25519 key and appends it as ONION_CLIENT_AUTH_ADD
 * expects it ("x25519:" and base64). The file is text, as above: a key in
 * base64 or base32, with or without "x25519:", or a line of ClientOnionAuthDir,
 * "ADDRESS:descriptor:x25519:KEY", whose address must be `address` or empty.
 */
bool onion_key_read_client(const char *name, struct span file,
	const char *address, struct buf *key, struct error *error);

/*
 * Reads a client's public x25519 key, in base32 or base64, with or without
 * "descriptor:x25519:" or "x25519:". Returns it as ADD_ONION expects it, in
 * base32, owned by the caller, or NULL with ERROR_USAGE.
 */
char *onion_key_read_public(const char *word, struct error *error);

/* Returns whether the word is a private key instead of a file name. */
bool onion_key_is_private(const char *word);

/* A new key pair for a client. Initialize to zero. */
struct onion_pair {
	struct buf secret; /* the private key, 32 bytes; secret */
	struct buf open;   /* the public key in base32 */
};

/* Fails as x25519_public() does. Clear the pair in any case. */
bool onion_pair_make(struct onion_pair *pair, struct error *error);

/* Appends "x25519:" and the private key in base64. */
void onion_pair_add_private(const struct onion_pair *pair, struct buf *to);

/*
 * Appends a line for ClientOnionAuthDir, without line end. `address` may be
 * empty: then the line lacks the address of the service.
 */
void onion_pair_add_line(const struct onion_pair *pair, const char *address,
	struct buf *to);

void onion_pair_clear(struct onion_pair *pair);

#endif
