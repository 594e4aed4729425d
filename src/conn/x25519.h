/* Keys of onion service clients. */
#ifndef CONN_X25519_H
#define CONN_X25519_H

#include "util/error.h"

#include <stdbool.h>

enum { X25519_SIZE = 32 };

/*
 * Derives the public key of an x25519 private key, any bytes (RFC 7748).
 * Returns false (ERROR_FILE) if hogweed, a part of nettle, cannot be loaded.
 */
bool x25519_public(const unsigned char key[X25519_SIZE],
	unsigned char result[X25519_SIZE], struct error *error);

#endif
