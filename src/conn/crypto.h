/* The cryptography needed to control Tor. */
#ifndef CONN_CRYPTO_H
#define CONN_CRYPTO_H

#include "util/span.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	CRYPTO_SHA256_SIZE = 32,
	CRYPTO_SHA3_SIZE = 32,
	CRYPTO_SALT_SIZE = 8,
	CRYPTO_S2K_SIZE = 29, /* salt, indicator, SHA-1 */
};

/* Fills `to` with random bytes from the kernel. */
void crypto_random(void *to, size_t size);

void crypto_sha256(struct span bytes,
	unsigned char result[CRYPTO_SHA256_SIZE]);

/* Computes the HMAC-SHA256 of the concatenated parts. */
void crypto_hmac(struct span key, const struct span *parts, size_t count,
	unsigned char result[CRYPTO_SHA256_SIZE]);

/* Computes SHA3-256, used for the checksum of onion addresses. */
void crypto_sha3(struct span data, unsigned char result[CRYPTO_SHA3_SIZE]);

/* Compares in constant time. */
bool crypto_equal(const void *a, const void *b, size_t size);

/*
 * Computes what follows "16:" in HashedControlPassword (control-spec 5.1): the
 * salted and iterated S2K of RFC 2440 with 65536 bytes of SHA-1, indicator
 * 0x60.
 */
void crypto_hash_password(struct span password,
	const unsigned char salt[CRYPTO_SALT_SIZE],
	unsigned char result[CRYPTO_S2K_SIZE]);

#endif
