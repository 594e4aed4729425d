/* Quoted strings: Tor's CStrings decoded, and values written for SETCONF. */
#include "lib/test.h"
#include "proto/quoted.h"

#include <string.h>

static const struct {
	struct span text;
	size_t len; /* of the quoted string at the front */
} fronts[] = {
	{ BYTES(""), 0 },
	{ BYTES("\""), 0 },
	{ BYTES("\"\""), 2 },
	{ BYTES("\"a b\" c"), 5 },
	{ BYTES("\"a\"b"), 3 },
	{ BYTES("a\"b\""), 0 },
	{ BYTES(" \"b\""), 0 },
	{ BYTES("'a'"), 0 },
	{ BYTES("\"a\\\"b\" \""), 6 },
	{ BYTES("\"a\\\\\"b\""), 5 },
	{ BYTES("\"a\\\""), 0 },
	{ BYTES("\"a\\"), 0 },
	{ BYTES("\"never"), 0 },
	{ BYTES("\"\"GET / HT\"\""), 2 },
	{ BYTES("\"\0\""), 3 },
};

START_TEST(length)
{
	ck_assert_uint_eq(quoted_length(fronts[_i].text), fronts[_i].len);
}
END_TEST

static const struct {
	struct span text;
	bool ok;
	struct span value;
} strings[] = {
	{ BYTES("\"\""), true, BYTES("") },
	{ BYTES("\"plain = text\""), true, BYTES("plain = text") },
	{ BYTES("\"foo \\\"bar\\\" \\\\ baz \\n x\""), true,
		BYTES("foo \"bar\" \\ baz \n x") },
	{ BYTES("\"\\n\\t\\r\\'\\q\\x41\""), true, BYTES("\n\t\r'qx41") },
	{ BYTES("\"\\303\\251t\\303\\251\""), true,
		BYTES("\303\251t\303\251") },
	/* octal: one to three digits, at most one byte */
	{ BYTES("\"\\0\\1\\12\\101\\377\""), true, BYTES("\0\1\12\101\377") },
	{ BYTES("\"\\1018\""), true, BYTES("A8") },
	{ BYTES("\"\\18\\8\""), true, BYTES("\1" "88") },
	{ BYTES("\"\\400\""), true, BYTES("\40" "0") },
	{ BYTES("\"\\777\""), true, BYTES("\77" "7") },
	{ BYTES("\"\\0011\""), true, BYTES("\1" "1") },
	{ BYTES("\"\\7\""), true, BYTES("\7") },
	{ BYTES("\"raw \xff\x1b\0\""), true, BYTES("raw \xff\x1b\0") },
	{ BYTES(""), false, BYTES("") },
	{ BYTES("\""), false, BYTES("") },
	{ BYTES("plain"), false, BYTES("") },
	{ BYTES("'a'"), false, BYTES("") },
	{ BYTES("\"a\" "), false, BYTES("") },
	{ BYTES("\"a\"b\""), false, BYTES("") },
	{ BYTES("a\"b"), false, BYTES("") },
	{ BYTES("\"a\\\""), false, BYTES("") },
	{ BYTES("\"\"GET / HT\"\""), false, BYTES("") },
};

START_TEST(decode)
{
	struct buf got = BUF_INIT;

	ck_assert_int_eq(quoted_decode(&got, strings[_i].text),
		strings[_i].ok);
	test_buf_eq(&got, strings[_i].value);
}
END_TEST

/* What tor 0.4.9.11 accepts: no raw line end, no \q, no \400. */
static const struct {
	struct span value, text;
} values[] = {
	{ BYTES(""), BYTES("\"\"") },
	{ BYTES("1 MB"), BYTES("\"1 MB\"") },
	{ BYTES("x\" Nickname=\"pwned"),
		BYTES("\"x\\\" Nickname=\\\"pwned\"") },
	{ BYTES("a\\b"), BYTES("\"a\\\\b\"") },
	{ BYTES("a\r\nSIGNAL HALT"), BYTES("\"a\\r\\nSIGNAL HALT\"") },
	{ BYTES("\t%s"), BYTES("\"\\t%s\"") },
	{ BYTES("\1" "7\x1b\x7f"), BYTES("\"\\0017\\033\\177\"") },
	{ BYTES("\303\251'"), BYTES("\"\303\251'\"") },
};

START_TEST(add)
{
	struct buf got = BUF_INIT;

	quoted_add(&got, values[_i].value);
	test_buf_eq(&got, values[_i].text);
}
END_TEST

static void round_trip(struct span value)
{
	struct buf text = BUF_INIT, back = BUF_INIT;

	quoted_add(&text, value);
	ck_assert_uint_eq(quoted_length(buf_span(&text)), text.len);
	for (size_t i = 0; i < text.len; i++)
		ck_assert_int_ge((unsigned char)text.data[i], 0x20);
	ck_assert(quoted_decode(&back, buf_span(&text)));
	test_buf_eq(&back, value);
	buf_clear(&text);
}

/* Each byte before each kind of byte: "\1" before "7" is not "\17". */
START_TEST(every_byte_comes_back)
{
	for (int a = 1; a < 256; a++) {
		for (int b = 1; b < 256; b++) {
			char pair[2] = { (char)a, (char)b };

			round_trip((struct span){ pair, 2 });
		}
	}
}
END_TEST

START_TEST(random_strings_come_back)
{
	uint32_t state = 20261122;
	char value[64];

	for (int i = 0; i < 2000; i++) {
		size_t len = test_random(&state) % sizeof(value);

		for (size_t j = 0; j < len; j++)
			value[j] = (char)(1 + test_random(&state) % 255);
		round_trip((struct span){ value, len });
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quoted");
	TCase *tcase = test_case(suite, "quoted");

	test_add_table(tcase, length, fronts);
	test_add_table(tcase, decode, strings);
	test_add_table(tcase, add, values);
	tcase_add_test(tcase, every_byte_comes_back);
	tcase_add_test(tcase, random_strings_come_back);
	return test_run(suite);
}
