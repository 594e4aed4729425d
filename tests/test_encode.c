/* Hexadecimal digits, base32 and base64. */
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

/* RFC 4648, 10; we do not pad base32. */
static const struct {
	struct span bytes, base32, base64;
} bases[] = {
	{ BYTES(""), BYTES(""), BYTES("") },
	{ BYTES("f"), BYTES("MY"), BYTES("Zg==") },
	{ BYTES("fo"), BYTES("MZXQ"), BYTES("Zm8=") },
	{ BYTES("foo"), BYTES("MZXW6"), BYTES("Zm9v") },
	{ BYTES("foob"), BYTES("MZXW6YQ"), BYTES("Zm9vYg==") },
	{ BYTES("fooba"), BYTES("MZXW6YTB"), BYTES("Zm9vYmE=") },
	{ BYTES("foobar"), BYTES("MZXW6YTBOI"), BYTES("Zm9vYmFy") },
	{ BYTES("\0\xff\xfb\xf0"), BYTES("AD77X4A"), BYTES("AP/78A==") },
};

START_TEST(writes_and_reads_bases)
{
	struct buf got = BUF_INIT;

	encode_add_base32(&got, bases[_i].bytes.at, bases[_i].bytes.len);
	test_span_eq(buf_span(&got), bases[_i].base32);
	buf_reset(&got);
	ck_assert(encode_from_base32(&got, bases[_i].base32));
	test_span_eq(buf_span(&got), bases[_i].bytes);
	buf_reset(&got);
	encode_add_base64(&got, bases[_i].bytes.at, bases[_i].bytes.len);
	test_span_eq(buf_span(&got), bases[_i].base64);
	buf_reset(&got);
	ck_assert(encode_from_base64(&got, bases[_i].base64));
	test_buf_eq(&got, bases[_i].bytes);
}
END_TEST

static const struct {
	bool (*read)(struct buf *to, struct span text);
	struct span text;
	bool ok;
	struct span bytes;
} read_bases[] = {
	{ encode_from_base32, BYTES("mzXw6"), true, BYTES("foo") },
	{ encode_from_base32, BYTES("MZXW6==="), true, BYTES("foo") },
	{ encode_from_base32, BYTES("MZXW6=="), false, BYTES("") },
	{ encode_from_base32, BYTES("MZXW7"), false, BYTES("") }, /* bits left */
	{ encode_from_base32, BYTES("MZX"), false, BYTES("") }, /* a digit more */
	{ encode_from_base32, BYTES("M1"), false, BYTES("") },
	{ encode_from_base32, BYTES("M\0"), false, BYTES("") },
	{ encode_from_base32, BYTES("========"), false, BYTES("") },
	{ encode_from_base64, BYTES("Zg"), true, BYTES("f") },
	{ encode_from_base64, BYTES("Zg="), false, BYTES("") },
	{ encode_from_base64, BYTES("Zh=="), false, BYTES("") },
	{ encode_from_base64, BYTES("Z"), false, BYTES("") },
	{ encode_from_base64, BYTES("Zg==Zg=="), false, BYTES("") },
	{ encode_from_base64, BYTES("Zm 9v"), false, BYTES("") },
	{ encode_from_base64, BYTES("Zm-_"), false, BYTES("") },
	{ encode_from_base64, BYTES("===="), false, BYTES("") },
};

/* On failure, the destination is unchanged. */
START_TEST(reads_bases)
{
	struct buf got = BUF_INIT;

	buf_add_string(&got, ">");
	ck_assert_int_eq(read_bases[_i].read(&got, read_bases[_i].text),
		read_bases[_i].ok);
	ck_assert_int_eq(got.data[0], '>');
	buf_consume(&got, 1);
	test_buf_eq(&got, read_bases[_i].bytes);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("encode");
	TCase *tcase = test_case(suite, "encode");

	tcase_add_test(tcase, upper_case_digits);
	tcase_add_test(tcase, round_trip);
	test_add_table(tcase, reads_digits, digits);
	test_add_table(tcase, writes_and_reads_bases, bases);
	test_add_table(tcase, reads_bases, read_bases);
	return test_run(suite);
}
