/* Hashes compared with published vectors and with tor's own output. */
#include "conn/crypto.h"
#include "conn/x25519.h"
#include "lib/test.h"
#include "util/encode.h"

#include <string.h>

/* RFC 4231, test cases 1 to 4. */
static const struct {
	struct span key, data;
	const char *hash;
} macs[] = {
	{ BYTES("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
		"\x0b\x0b\x0b\x0b\x0b"), BYTES("Hi There"),
		"B0344C61D8DB38535CA8AFCEAF0BF12B"
		"881DC200C9833DA726E9376C2E32CFF7" },
	{ BYTES("Jefe"), BYTES("what do ya want for nothing?"),
		"5BDCC146BF60754E6A042426089575C7"
		"5A003F089D2739839DEC58B964EC3843" },
	{ BYTES("\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
		"\xaa\xaa\xaa\xaa\xaa"),
		BYTES("\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
		"\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
		"\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
		"\xdd\xdd\xdd\xdd\xdd\xdd\xdd"),
		"773EA91E36800E46854DB8EBD09181A7"
		"2959098B3EF8C122D9635514CED565FE" },
	{ BYTES("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
		"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"),
		BYTES("\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
		"\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
		"\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd"
		"\xcd\xcd\xcd\xcd\xcd\xcd\xcd"),
		"82558A389A443C0EA4CC819899F2083A"
		"85F0FAA3E578F8077A2E3FF46729665B" },
};

/* In one part, byte by byte, and with empty parts between. */
START_TEST(hmac)
{
	struct span data = macs[_i].data, parts[128];
	unsigned char hash[CRYPTO_SHA256_SIZE];
	struct buf hex = BUF_INIT;

	crypto_hmac(macs[_i].key, &data, 1, hash);
	encode_add_hex(&hex, hash, sizeof(hash));
	test_buf_eq(&hex, span_of(macs[_i].hash));
	for (size_t i = 0; i < data.len; i++) {
		parts[2 * i] = (struct span){ data.at + i, 1 };
		parts[2 * i + 1] = (struct span){ "", 0 };
	}
	crypto_hmac(macs[_i].key, parts, 2 * data.len, hash);
	encode_add_hex(&hex, hash, sizeof(hash));
	test_buf_eq(&hex, span_of(macs[_i].hash));
}
END_TEST

/* Examples in FIPS 180-4. */
START_TEST(sha256)
{
	unsigned char hash[CRYPTO_SHA256_SIZE];
	struct buf hex = BUF_INIT;

	crypto_sha256(SPAN("abc"), hash);
	encode_add_hex(&hex, hash, sizeof(hash));
	test_buf_eq(&hex, SPAN("BA7816BF8F01CFEA414140DE5DAE2223"
		"B00361A396177A9CB410FF61F20015AD"));
	crypto_sha256(SPAN(""), hash);
	encode_add_hex(&hex, hash, sizeof(hash));
	test_buf_eq(&hex, SPAN("E3B0C44298FC1C149AFBF4C8996FB924"
		"27AE41E4649B934CA495991B7852B855"));
}
END_TEST

START_TEST(equal)
{
	char a[32] = "0123456789abcdef0123456789abcde";
	char b[32];

	memcpy(b, a, sizeof(a));
	ck_assert(crypto_equal(a, b, sizeof(a)));
	ck_assert(crypto_equal(a, "x", 0));
	for (size_t i = 0; i < sizeof(a); i++) {
		for (int bit = 0; bit < 8; bit++) {
			b[i] = (char)(a[i] ^ 1 << bit);
			ck_assert(!crypto_equal(a, b, sizeof(a)));
		}
		b[i] = a[i];
	}
}
END_TEST

/* Made by `tor --hash-password` of tor 0.4.9.11. */
static const struct {
	struct span password;
	const char *hash;
} passwords[] = {
	{ BYTES(""),
		"296D37A4143BD36060EDE16A4FD4C80D46BFD9986BBD7E278FC4C27421" },
	{ BYTES("x"),
		"7613BAFC6F23ECDB6014787C0BA3E5CF8D65803C1A34A0676141991341" },
	{ BYTES("secret"),
		"0C703758B488E05E6024A2ECEC5950899512FA9F448715F41FB64A6AD4" },
	{ BYTES("pass word \"q\""),
		"B9661DE20CD2FB0560B4F5E893DD9E80C7CEE0A4975C20FFE522A23D5A" },
	{ BYTES("\xc3\xa9\xe4\xb8\xad"),
		"E3BEE38DF78471EB607532172D7E9E98B943D6D2625DBA3379FFB4D6B1" },
	{ BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
		"071FCBE6F198E82E6092DE9D7BDADA7ADF3393111737AA070BAE17BD00" },
};

START_TEST(hash_password)
{
	unsigned char hash[CRYPTO_S2K_SIZE];
	struct buf salt = BUF_INIT, hex = BUF_INIT;

	ck_assert(encode_from_hex(&salt, (struct span){ passwords[_i].hash,
		2 * CRYPTO_SALT_SIZE }));
	crypto_hash_password(passwords[_i].password,
		(const unsigned char *)salt.data, hash);
	encode_add_hex(&hex, hash, sizeof(hash));
	test_buf_eq(&hex, span_of(passwords[_i].hash));
	buf_clear(&salt);
}
END_TEST

/* Every byte is set, none beyond the end, and no two rows are alike. */
START_TEST(random_bytes)
{
	unsigned char bytes[1000], seen[1000] = { 0 };

	memset(bytes, 0, sizeof(bytes));
	for (int round = 0; round < 64; round++) {
		crypto_random(bytes + 1, sizeof(bytes) - 2);
		for (size_t i = 0; i < sizeof(bytes); i++)
			seen[i] |= bytes[i];
	}
	ck_assert_uint_eq(bytes[0], 0);
	ck_assert_uint_eq(bytes[sizeof(bytes) - 1], 0);
	for (size_t i = 1; i < sizeof(bytes) - 1; i++)
		if (!seen[i])
			ck_abort_msg("byte %zu is always 0", i);
	ck_assert(memcmp(bytes + 1, bytes + 101, 100) != 0);
	crypto_random(bytes, 0);
}
END_TEST

/* Examples of FIPS 202, and python's hashlib for 200 letters. */
static const struct {
	const char *text;
	size_t times;
	const char *hash;
} sponges[] = {
	{ "", 1, "A7FFC6F8BF1ED76651C14756A061D662"
		"F580FF4DE43B49FA82D80A4B80F8434A" },
	{ "abc", 1, "3A985DA74FE225B2045C172D6BD390BD"
		"855F086E3E9D525B46BFE24511431532" },
	{ "a", 200, "CCE34485BAF2BF2ACA99B94833892A4F"
		"52896D3D153F7B840CC4F9FE695F1387" },
};

START_TEST(sha3)
{
	unsigned char hash[CRYPTO_SHA3_SIZE];
	struct buf text = BUF_INIT, hex = BUF_INIT;

	for (size_t i = 0; i < sponges[_i].times; i++)
		buf_add_string(&text, sponges[_i].text);
	crypto_sha3(buf_span(&text), hash);
	encode_add_hex(&hex, hash, sizeof(hash));
	test_buf_eq(&hex, span_of(sponges[_i].hash));
	buf_clear(&text);
}
END_TEST

/* RFC 7748, 6.1, and an implementation of its pseudocode in python. */
static const struct {
	struct span key;
	const char *open;
} pairs[] = {
	{ BYTES("\x5d\xab\x08\x7e\x62\x4a\x8a\x4b\x79\xe1\x7f\x8b\x83\x80"
		"\x0e\xe6\x6f\x3b\xb1\x29\x26\x18\xb6\xfd\x1c\x2f\x8b\x27"
		"\xff\x88\xe0\xeb"),
		"DE9EDB7D7B7DC1B4D35B61C2ECE43537"
		"3F8343C85B78674DADFC7E146F882B4F" },
	{ BYTES("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d"
		"\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b"
		"\x1c\x1d\x1e\x1f"),
		"8F40C5ADB68F25624AE5B214EA767A6E"
		"C94D829D3D7B5E1AD1BA6F3E2138285F" },
};

START_TEST(x25519)
{
	unsigned char open[X25519_SIZE];
	struct buf hex = BUF_INIT;

	ck_assert(x25519_public((const unsigned char *)pairs[_i].key.at, open,
		NULL));
	encode_add_hex(&hex, open, sizeof(open));
	test_buf_eq(&hex, span_of(pairs[_i].open));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("crypto");
	TCase *tcase = test_case(suite, "crypto");

	test_add_table(tcase, hmac, macs);
	tcase_add_test(tcase, sha256);
	tcase_add_test(tcase, equal);
	test_add_table(tcase, hash_password, passwords);
	test_add_table(tcase, sha3, sponges);
	test_add_table(tcase, x25519, pairs);
	tcase_add_test(tcase, random_bytes);
	return test_run(suite);
}
