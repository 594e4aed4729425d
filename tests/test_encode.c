/* Hexadecimal digits. */
#include "lib/test.h"
#include "util/encode.h"

START_TEST(upper_case_digits)
{
	struct buf got = BUF_INIT;

	encode_add_hex(&got, "\0\x7f\xab\xff", 4);
	encode_add_hex(&got, NULL, 0);
	test_buf_eq(&got, SPAN("007FABFF"));
}
END_TEST

START_TEST(round_trip)
{
	struct buf bytes = BUF_INIT, hex = BUF_INIT, back = BUF_INIT;

	for (int c = 0; c < 256; c++)
		buf_add_char(&bytes, (char)c);
	encode_add_hex(&hex, bytes.data, bytes.len);
	ck_assert_uint_eq(hex.len, 512);
	ck_assert(encode_from_hex(&back, buf_span(&hex)));
	test_buf_eq(&back, buf_span(&bytes));
	buf_clear(&bytes);
	buf_clear(&hex);
}
END_TEST

static const struct {
	struct span hex;
	bool ok;
	struct span bytes;
} digits[] = {
	{ BYTES(""), true, BYTES("") },
	{ BYTES("aBcD09"), true, BYTES("\xab\xcd\x09") },
	{ BYTES("0"), false, BYTES("") },
	{ BYTES("00f"), false, BYTES("") },
	{ BYTES("0g"), false, BYTES("") },
	{ BYTES("00zz"), false, BYTES("") },
	{ BYTES("0x41"), false, BYTES("") },
	{ BYTES("41 2"), false, BYTES("") },
	{ BYTES("\0\0"), false, BYTES("") },
	{ BYTES("/:@G"), false, BYTES("") },
	{ BYTES("\xb1\xb1"), false, BYTES("") },
};

START_TEST(reads_digits)
{
	struct buf got = BUF_INIT;

	ck_assert_int_eq(encode_from_hex(&got, digits[_i].hex), digits[_i].ok);
	test_buf_eq(&got, digits[_i].bytes);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("encode");
	TCase *tcase = test_case(suite, "encode");

	tcase_add_test(tcase, upper_case_digits);
	tcase_add_test(tcase, round_trip);
	test_add_table(tcase, reads_digits, digits);
	return test_run(suite);
}
