/* Keys of onion service clients; only these need hogweed. */
#include "conn/x25519.h"

#include "util/library.h"

#include <nettle/curve25519.h>
#include <stddef.h>

#ifdef HOGWEED_SONAME

/* nettle's header renames the function. */
#define STRING(name) #name
#define SYMBOL(name) STRING(name)

static bool load(__typeof__(curve25519_mul_g) **multiply, struct error *error)
{
	const struct library_symbol symbol = {
		SYMBOL(curve25519_mul_g), multiply, false
	};

	if (library_load(HOGWEED_SONAME, &symbol, 1, error))
		return true;
	error_prefix(error, "client keys require nettle's library hogweed");
	error_append(error, "; install it");
	return false;
}

#else

static bool load(__typeof__(curve25519_mul_g) **multiply, struct error *error)
{
	(void)error;
	*multiply = curve25519_mul_g;
	return true;
}

#endif

bool x25519_public(const unsigned char key[X25519_SIZE],
	unsigned char result[X25519_SIZE], struct error *error)
{
	__typeof__(curve25519_mul_g) *multiply;

	if (!load(&multiply, error))
		return false;
	multiply(result, key);
	return true;
}
