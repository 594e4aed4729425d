/* Addresses and keys of onion services, as words and in files. */
#include "lib/test.h"
#include "tor/onion_key.h"
#include "util/encode.h"

#include <stdlib.h>
#include <string.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
#define OTHER "f7vzffczqpy6broazq6xt3dfoc275k6gux6fu3y7zqzzc3k2s7wbmxad"
/* 64 bytes, 0 to 63; 32 bytes, 0 to 31; and their public keys. */
#define SERVICE64 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKiss" \
	"LS4vMDEyMzQ1Njc4OTo7PD0+Pw=="
#define CLIENT64 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define CLIENT32 "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ"

START_TEST(addresses)
{
	char address[] = ONION;

	ck_assert(onion_key_fits(span_of(ONION)));
	ck_assert(onion_key_fits(span_of(OTHER)));
	ck_assert(!onion_key_fits(span_of(ONION ".onion")));
	ck_assert(!onion_key_fits(span_of("")));
	/* Any single wrong letter is detected. */
	for (size_t i = 0; i < sizeof(address) - 1; i++) {
		char right = address[i];

		address[i] = right == 'a' ? 'b' : 'a';
		ck_assert_msg(!onion_key_fits(span_of(address)), "letter %zu",
			i);
		address[i] = right;
	}
	ck_assert(onion_key_fits(span_of(address)));
}
END_TEST

#define HEAD "== ed25519v1-secret: type0 ==\0\0\0"
#define NO_SERVICE_KEY "F does not contain an onion service key: expected " \
	"ED25519-V3: and base64"
#define NO_CLIENT_KEY "F does not contain a client's private key: expected " \
	"x25519:BASE64"

static const struct {
	struct span file;
	const char *complaint; /* NULL: it is the key */
} services[] = {
	{ BYTES("ED25519-V3:" SERVICE64 "\n"), NULL },
	{ BYTES("ed25519-v3:" SERVICE64), NULL },
	{ BYTES(SERVICE64 "\r\n"), NULL },
	{ BYTES("# mine\n\n\t ED25519-V3:" SERVICE64 " \nmore\n"), NULL },
	{ BYTES(""), NO_SERVICE_KEY },
	{ BYTES("# nothing\n"), NO_SERVICE_KEY },
	{ BYTES("ED25519-V3:" CLIENT64), NO_SERVICE_KEY },
	{ BYTES("ED25519-V3:" SERVICE64 "AAAA"), NO_SERVICE_KEY },
	{ BYTES("RSA1024:" SERVICE64), NO_SERVICE_KEY },
	{ BYTES(HEAD "too short"), "F has the wrong size: Tor's key files have "
		"96 bytes" },
	{ BYTES("== ed25519v1-public: type0 ==\0\0\0abcd"), "F is a public "
		"key; use hs_ed25519_secret_key from the same directory" },
};

START_TEST(service_files)
{
	struct buf key = BUF_INIT_SECRET;
	struct error error = ERROR_INIT;
	bool ok = onion_key_read_service("F", services[_i].file, &key, &error);

	ck_assert_int_eq(ok, !services[_i].complaint);
	if (ok) {
		test_buf_eq(&key, SPAN("ED25519-V3:" SERVICE64));
		return;
	}
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_uint_eq(key.len, 0);
	ck_assert_ptr_eq(strstr(error.text, services[_i].complaint),
		error.text);
	ck_assert_ptr_null(strstr(error.text, "AAECAw"));
	error_clear(&error);
}
END_TEST

START_TEST(file_of_tor)
{
	struct buf file = BUF_INIT_SECRET, key = BUF_INIT_SECRET;

	buf_add(&file, HEAD, 32);
	for (int i = 0; i < 64; i++)
		buf_add_char(&file, (char)i);
	ck_assert(onion_key_read_service("F", buf_span(&file), &key, NULL));
	test_buf_eq(&key, SPAN("ED25519-V3:" SERVICE64));
	/* One byte too long, one too short, another header. */
	buf_add_char(&file, '\n');
	ck_assert(!onion_key_read_service("F", buf_span(&file), &key, NULL));
	buf_truncate(&file, 95);
	ck_assert(!onion_key_read_service("F", buf_span(&file), &key, NULL));
	buf_add_char(&file, 63);
	file.data[30] = 'x';
	ck_assert(!onion_key_read_service("F", buf_span(&file), &key, NULL));
	buf_clear(&file);
	buf_clear(&key);
}
END_TEST

static const struct {
	const char *file, *complaint;
} clients[] = {
	{ "x25519:" CLIENT64 "\n", NULL },
	{ CLIENT64, NULL },
	{ "x25519:" CLIENT32, NULL },
	{ "# alice\n" CLIENT32 "====\n", NULL },
	{ ONION ":descriptor:x25519:" CLIENT32 "\n", NULL },
	{ ":descriptor:x25519:" CLIENT32 "\n", NULL },
	{ ":x25519:" CLIENT32, NO_CLIENT_KEY },
	{ OTHER ":descriptor:x25519:" CLIENT32, "F is a key for a "
		"different service, " OTHER ".onion" },
	{ "descriptor:x25519:" CLIENT32, "F is a public key, which "
		"belongs on the service; use the client's private key here" },
	{ ONION ":x25519:" CLIENT32, NO_CLIENT_KEY },
	{ "x25519:" SERVICE64, NO_CLIENT_KEY },
	{ "x25519:", NO_CLIENT_KEY },
	{ "", NO_CLIENT_KEY },
};

START_TEST(client_files)
{
	struct buf key = BUF_INIT_SECRET;
	struct error error = ERROR_INIT;
	bool ok = onion_key_read_client("F", span_of(clients[_i].file), ONION,
		&key, &error);

	ck_assert_int_eq(ok, !clients[_i].complaint);
	if (ok) {
		test_buf_eq(&key, SPAN("x25519:" CLIENT64));
		return;
	}
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_uint_eq(key.len, 0);
	ck_assert_ptr_eq(strstr(error.text, clients[_i].complaint),
		error.text);
	ck_assert_ptr_null(strstr(error.text, "AAECAw"));
	ck_assert_ptr_null(strstr(error.text, "AAAQEA"));
	error_clear(&error);
}
END_TEST

/* It may be a private key given by mistake: it is not printed. */
START_TEST(no_public_key)
{
	static const char *const words[] = { "", "alice", CLIENT32 "A",
		"ED25519-V3:" SERVICE64, SERVICE64 };
	struct error error = ERROR_INIT;

	for (size_t i = 0; i < COUNT(words); i++) {
		ck_assert_ptr_null(onion_key_read_public(words[i], &error));
		ck_assert_int_eq(error.kind, ERROR_USAGE);
		ck_assert(!*words[i] || !strstr(error.text, words[i]));
		error_clear(&error);
	}
}
END_TEST

START_TEST(private_words)
{
	ck_assert(onion_key_is_private("x25519:" CLIENT64));
	ck_assert(onion_key_is_private("x25519:unfinished"));
	ck_assert(onion_key_is_private("ED25519-V3:" SERVICE64));
	ck_assert(onion_key_is_private(SERVICE64));
	ck_assert(onion_key_is_private(CLIENT64));
	ck_assert(onion_key_is_private(CLIENT32));
	ck_assert(!onion_key_is_private("alice.key"));
	ck_assert(!onion_key_is_private("/tmp/x25519"));
	ck_assert(!onion_key_is_private(""));
}
END_TEST

/* A new pair's text is read back as the same key. */
START_TEST(pairs)
{
	struct onion_pair pair = { 0 }, other = { 0 };
	struct buf text = BUF_INIT, line = BUF_INIT, key = BUF_INIT;
	char *open;

	ck_assert(onion_pair_make(&pair, NULL));
	ck_assert(onion_pair_make(&other, NULL));
	ck_assert(memcmp(pair.secret.data, other.secret.data, 32) != 0);
	ck_assert_str_ne(buf_text(&pair.open), buf_text(&other.open));
	open = onion_key_read_public(buf_text(&pair.open), NULL);
	ck_assert_str_eq(open, buf_text(&pair.open));
	onion_pair_add_private(&pair, &text);
	onion_pair_add_line(&pair, ONION, &line);
	ck_assert(span_starts(buf_span(&line), ONION ":descriptor:x25519:"));
	ck_assert(onion_key_read_client("F", buf_span(&line), ONION, &key,
		NULL));
	test_buf_eq(&key, buf_span(&text));
	free(open);
	buf_clear(&text);
	buf_clear(&line);
	onion_pair_clear(&pair);
	onion_pair_clear(&other);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("onion_key");
	TCase *tcase = test_case(suite, "onion_key");

	tcase_add_test(tcase, addresses);
	test_add_table(tcase, service_files, services);
	tcase_add_test(tcase, file_of_tor);
	test_add_table(tcase, client_files, clients);
	tcase_add_test(tcase, no_public_key);
	tcase_add_test(tcase, private_words);
	tcase_add_test(tcase, pairs);
	return test_run(suite);
}
