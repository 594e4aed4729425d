/* Onion addresses, and reading and writing the keys of services and clients. */
#include "tor/onion_key.h"

#include "conn/crypto.h"
#include "conn/x25519.h"
#include "util/encode.h"
#include "util/text.h"

#include <string.h>

enum {
	ADDRESS_SIZE = 35, /* key, checksum of 2 bytes, version */
	CHECKSUM_AT = 32,
	VERSION_AT = 34,
	VERSION = 3,
	SERVICE_KEY_SIZE = 64, /* expanded */
	TOR_FILE_SIZE = 96,
	TOR_HEAD_SIZE = 32,
};

static const char tor_head[] = "== ed25519v1-secret: type0 ==";
static const char tor_public[] = "== ed25519v1-public";
static const char service_type[] = "ED25519-V3:";
static const char client_type[] = "x25519:";
static const char descriptor_type[] = "descriptor:";

bool onion_key_fits(struct span address)
{
	struct buf bytes = BUF_INIT, input = BUF_INIT;
	unsigned char hash[CRYPTO_SHA3_SIZE];
	bool fits;

	fits = address.len == ONION_ADDRESS_LEN &&
		encode_from_base32(&bytes, address) &&
		bytes.len == ADDRESS_SIZE && bytes.data[VERSION_AT] == VERSION;
	if (fits) {
		buf_add_string(&input, ".onion checksum");
		buf_add(&input, bytes.data, CHECKSUM_AT);
		buf_add_char(&input, VERSION);
		crypto_sha3(buf_span(&input), hash);
		fits = !memcmp(hash, bytes.data + CHECKSUM_AT,
			VERSION_AT - CHECKSUM_AT);
	}
	buf_clear(&bytes);
	buf_clear(&input);
	return fits;
}

/* ---- reading keys */

/*
 * Returns the first line that is not empty or a comment, without surrounding
 * blanks.
 */
static struct span meaningful_line(struct span text)
{
	struct span line;

	while (span_next_line(&text, &line)) {
		while (line.len && text_is_blank(line.at[0]))
			line = span_from(line, 1);
		while (line.len && text_is_blank(line.at[line.len - 1]))
			line.len--;
		if (line.len && line.at[0] != '#')
			return line;
	}
	return (struct span){ "", 0 };
}

static bool cut_front(struct span *text, const char *front)
{
	if (!span_starts_nocase(*text, front))
		return false;
	*text = span_from(*text, strlen(front));
	return true;
}

static bool read_tor_file(struct span file, struct buf *bytes)
{
	static const char zeros[TOR_HEAD_SIZE - sizeof(tor_head) + 1];

	if (file.len != TOR_FILE_SIZE || memcmp(file.at + sizeof(tor_head) - 1,
		zeros, sizeof(zeros)) != 0)
		return false;
	buf_add_span(bytes, span_from(file, TOR_HEAD_SIZE));
	return true;
}

static bool no_service_key(const char *name, struct span file,
	struct error *error)
{
	if (span_starts(file, tor_public))
		return error_set(error, ERROR_FILE, "%s is a public key; use "
			"hs_ed25519_secret_key from the same directory",
			name);
	if (span_starts(file, tor_head))
		return error_set(error, ERROR_FILE, "%s has the wrong size: "
			"Tor's key files have %d bytes", name, TOR_FILE_SIZE);
	return error_set(error, ERROR_FILE, "%s does not contain an "
		"onion service key: expected %s and base64 on the first "
		"line, or a copy of Tor's hs_ed25519_secret_key", name,
		service_type);
}

bool onion_key_read_service(const char *name, struct span file,
	struct buf *key, struct error *error)
{
	struct buf bytes = BUF_INIT_SECRET;
	struct span line;
	bool ok;

	buf_reserve(&bytes, file.len);
	if (span_starts(file, tor_head)) {
		ok = read_tor_file(file, &bytes);
	} else {
		line = meaningful_line(file);
		cut_front(&line, service_type);
		ok = encode_from_base64(&bytes, line) &&
			bytes.len == SERVICE_KEY_SIZE;
	}
	if (ok) {
		buf_add_string(key, service_type);
		encode_add_base64(key, bytes.data, bytes.len);
	} else {
		no_service_key(name, file, error);
	}
	buf_clear(&bytes);
	return ok;
}

/* Reads 32 bytes in either of Tor's two encodings. */
static bool read_x25519(struct span text, struct buf *bytes)
{
	size_t before = bytes->len;

	if ((encode_from_base64(bytes, text) && bytes->len - before ==
		X25519_SIZE))
		return true;
	buf_truncate(bytes, before);
	if (encode_from_base32(bytes, text) && bytes->len - before ==
		X25519_SIZE)
		return true;
	buf_truncate(bytes, before);
	return false;
}

static bool no_client_key(const char *name, struct error *error)
{
	return error_set(error, ERROR_FILE, "%s does not contain a "
		"client's private key: expected x25519:BASE64 or "
		"ADDRESS:descriptor:x25519:BASE32 on the first line", name);
}

/* Removes an optional "ADDRESS:descriptor:" before the key. */
static bool cut_address(const char *name, struct span *line,
	const char *address, struct error *error)
{
	const char *colon = line->len ? memchr(line->at, ':', line->len) :
		NULL;
	struct span front = { line->at, colon ? (size_t)(colon - line->at) :
		0 };

	if (cut_front(line, descriptor_type))
		return error_set(error, ERROR_FILE, "%s is a public "
			"key, which belongs on the service; use the "
			"client's private key here", name);
	if (colon == line->at)
		address = NULL;
	else if (front.len != ONION_ADDRESS_LEN || !onion_key_fits(front))
		return true;
	if (address && !span_equal_nocase(front, address))
		return error_set(error, ERROR_FILE,
			"%s is a key for a "
			"different service, %.*s.onion",
			name, (int)front.len, front.at);
	*line = span_from(*line, front.len + 1);
	return cut_front(line, descriptor_type) || no_client_key(name, error);
}

bool onion_key_read_client(const char *name, struct span file,
	const char *address, struct buf *key, struct error *error)
{
	struct buf bytes = BUF_INIT_SECRET;
	struct span line = meaningful_line(file);
	bool ok;

	buf_reserve(&bytes, file.len);
	ok = cut_address(name, &line, address, error);
	if (ok) {
		cut_front(&line, client_type);
		ok = read_x25519(line, &bytes) || no_client_key(name, error);
	}
	if (ok) {
		buf_add_string(key, client_type);
		encode_add_base64(key, bytes.data, bytes.len);
	}
	buf_clear(&bytes);
	return ok;
}

char *onion_key_read_public(const char *word, struct error *error)
{
	struct buf bytes = BUF_INIT, text = BUF_INIT;
	struct span rest = span_of(word);
	bool ok;

	cut_front(&rest, descriptor_type);
	cut_front(&rest, client_type);
	ok = read_x25519(rest, &bytes);
	if (ok)
		encode_add_base32(&text, bytes.data, bytes.len);
	else
		error_set(error, ERROR_USAGE, "a client's public key is 32 "
			"bytes in base32 or base64, optionally after "
			"descriptor:x25519:");
	if (!ok)
		error_set_remedy(error, ERROR_REMEDY_CLIENT_KEY);
	buf_clear(&bytes);
	return ok ? buf_steal(&text) : NULL;
}

bool onion_key_is_private(const char *word)
{
	struct buf key = BUF_INIT_SECRET;
	struct span rest = span_of(word);
	bool is = cut_front(&rest, service_type) ||
		cut_front(&rest, client_type) ||
		onion_key_read_service("", span_of(word), &key, NULL) ||
		onion_key_read_client("", span_of(word), NULL, &key, NULL);

	buf_clear(&key);
	return is;
}

/* ---- client key pairs */

bool onion_pair_make(struct onion_pair *pair, struct error *error)
{
	unsigned char bytes[X25519_SIZE];

	pair->secret = (struct buf)BUF_INIT_SECRET;
	buf_reserve(&pair->secret, X25519_SIZE);
	crypto_random(pair->secret.data, X25519_SIZE);
	pair->secret.len = X25519_SIZE;
	pair->secret.data[pair->secret.len] = '\0';
	if (!x25519_public((const unsigned char *)pair->secret.data, bytes,
		error))
		return false;
	encode_add_base32(&pair->open, bytes, sizeof(bytes));
	return true;
}

void onion_pair_add_private(const struct onion_pair *pair, struct buf *to)
{
	buf_add_string(to, client_type);
	encode_add_base64(to, pair->secret.data, pair->secret.len);
}

void onion_pair_add_line(const struct onion_pair *pair, const char *address,
	struct buf *to)
{
	buf_print(to, "%s:%s%s", address, descriptor_type, client_type);
	encode_add_base32(to, pair->secret.data, pair->secret.len);
}

void onion_pair_clear(struct onion_pair *pair)
{
	buf_clear(&pair->secret);
	buf_clear(&pair->open);
}
