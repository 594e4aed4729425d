/* The cryptography needed to control Tor. */
#include "conn/crypto.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/sha3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

enum { S2K_INDICATOR = 0x60, ENTROPY_MAX = 256 };

void crypto_random(void *to, size_t size)
{
	unsigned char *at = to;

	while (size) {
		size_t part = size < ENTROPY_MAX ? size : ENTROPY_MAX;

		if (getentropy(at, part) < 0)
			abort();
		at += part;
		size -= part;
	}
}

void crypto_sha256(struct span bytes,
	unsigned char result[CRYPTO_SHA256_SIZE])
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, bytes.len, (const uint8_t *)bytes.at);
	sha256_digest(&context, CRYPTO_SHA256_SIZE, result);
}

void crypto_hmac(struct span key, const struct span *parts, size_t count,
	unsigned char result[CRYPTO_SHA256_SIZE])
{
	struct hmac_sha256_ctx context;

	hmac_sha256_set_key(&context, key.len, (const uint8_t *)key.at);
	for (size_t i = 0; i < count; i++)
		hmac_sha256_update(&context, parts[i].len,
			(const uint8_t *)parts[i].at);
	hmac_sha256_digest(&context, CRYPTO_SHA256_SIZE, result);
}

void crypto_sha3(struct span data, unsigned char result[CRYPTO_SHA3_SIZE])
{
	struct sha3_256_ctx context;

	sha3_256_init(&context);
	sha3_256_update(&context, data.len, (const uint8_t *)data.at);
	sha3_256_digest(&context, CRYPTO_SHA3_SIZE, result);
}

bool crypto_equal(const void *a, const void *b, size_t size)
{
	return memeql_sec(a, b, size);
}

void crypto_hash_password(struct span password,
	const unsigned char salt[CRYPTO_SALT_SIZE],
	unsigned char result[CRYPTO_S2K_SIZE])
{
	const size_t exponent = (S2K_INDICATOR >> 4) + 6;
	size_t left = (size_t)(16 + (S2K_INDICATOR & 15)) << exponent;
	struct sha1_ctx context;

	sha1_init(&context);
	while (left) {
		size_t part = left < CRYPTO_SALT_SIZE ? left :
			CRYPTO_SALT_SIZE;

		sha1_update(&context, part, salt);
		left -= part;
		part = left < password.len ? left : password.len;
		sha1_update(&context, part, (const uint8_t *)password.at);
		left -= part;
	}
	memcpy(result, salt, CRYPTO_SALT_SIZE);
	result[CRYPTO_SALT_SIZE] = S2K_INDICATOR;
	sha1_digest(&context, SHA1_DIGEST_SIZE,
		result + CRYPTO_SALT_SIZE + 1);
}
