/* UTF-8: shortest form only, no surrogates, at most U+10FFFF. */
#include "lib/test.h"
#include "util/utf8.h"

static const struct {
	struct span bytes;
	size_t len;
	uint32_t code;
} characters[] = {
	{ BYTES("a"), 1, 'a' },
	{ BYTES("\0"), 1, 0 },
	{ BYTES("\x7f"), 1, 0x7f },
	{ BYTES("\xc2\x80"), 2, 0x80 },
	{ BYTES("\xdf\xbf"), 2, 0x7ff },
	{ BYTES("\xe0\xa0\x80"), 3, 0x800 },
	{ BYTES("\xed\x9f\xbf"), 3, 0xd7ff },
	{ BYTES("\xee\x80\x80"), 3, 0xe000 },
	{ BYTES("\xef\xbf\xbf"), 3, 0xffff },
	{ BYTES("\xf0\x90\x80\x80"), 4, 0x10000 },
	{ BYTES("\xf4\x8f\xbf\xbf"), 4, 0x10ffff },
	{ BYTES("\xe2\x82\xac more"), 3, 0x20ac },
	/* missing, alone, truncated */
	{ BYTES(""), 0, 0 },
	{ BYTES("\x80"), 0, 0 },
	{ BYTES("\xbf"), 0, 0 },
	{ BYTES("\xc3"), 0, 0 },
	{ BYTES("\xe2\x82"), 0, 0 },
	{ BYTES("\xf0\x9f\x98"), 0, 0 },
	{ BYTES("\xc3("), 0, 0 },
	{ BYTES("\xe2\x82("), 0, 0 },
	{ BYTES("\xf0\x9f\x98("), 0, 0 },
	/* not the shortest form */
	{ BYTES("\xc0\x80"), 0, 0 },
	{ BYTES("\xc1\xbf"), 0, 0 },
	{ BYTES("\xe0\x9f\xbf"), 0, 0 },
	{ BYTES("\xf0\x8f\xbf\xbf"), 0, 0 },
	/* surrogates, too large, and bytes that never begin a character */
	{ BYTES("\xed\xa0\x80"), 0, 0 },
	{ BYTES("\xed\xbf\xbf"), 0, 0 },
	{ BYTES("\xf4\x90\x80\x80"), 0, 0 },
	{ BYTES("\xf8\x88\x80\x80\x80"), 0, 0 },
	{ BYTES("\xfe"), 0, 0 },
	{ BYTES("\xff"), 0, 0 },
};

START_TEST(decodes)
{
	struct span bytes = characters[_i].bytes;
	uint32_t code = 0;

	ck_assert_uint_eq(utf8_decode(bytes.at, bytes.len, &code),
		characters[_i].len);
	ck_assert_uint_eq(code, characters[_i].code);
}
END_TEST

static size_t encode(uint32_t code, char *to)
{
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 :
		code < 0x10000 ? 3 : 4;

	for (size_t i = len - 1; i; i--) {
		to[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	to[0] = (char)(len == 1 ? code : (0xf00u >> len & 0xff) | code);
	return len;
}

START_TEST(decodes_every_character)
{
	char bytes[4];

	for (uint32_t code = 0; code <= 0x110000; code++) {
		bool valid = code <= 0x10ffff &&
			(code < 0xd800 || code > 0xdfff);
		size_t len = encode(code, bytes);
		uint32_t got = code;

		if (utf8_decode(bytes, len, &got) != (valid ? len : 0) ||
			got != code)
			ck_abort_msg("U+%04X", (unsigned)code);
	}
}
END_TEST

static const struct {
	struct span text, replaced;
} texts[] = {
	{ BYTES(""), BYTES("") },
	{ BYTES("plain\0\n"), BYTES("plain\0\n") },
	{ BYTES("\xc3\xa9t\xc3\xa9"), BYTES("\xc3\xa9t\xc3\xa9") },
	{ BYTES("caf\xe9"), BYTES("caf\xef\xbf\xbd") },
	{ BYTES("\xe2\x82"), BYTES("\xef\xbf\xbd\xef\xbf\xbd") },
	{ BYTES("\xc3\xc3\xa9"), BYTES("\xef\xbf\xbd\xc3\xa9") },
	{ BYTES("\xed\xa0\x80"),
		BYTES("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") },
	{ BYTES("a\xff" "b"), BYTES("a\xef\xbf\xbd" "b") },
};

START_TEST(replaces)
{
	struct span text = texts[_i].text, replaced = texts[_i].replaced;
	struct buf got = BUF_INIT;

	utf8_add_replaced(&got, text);
	ck_assert(utf8_valid(buf_span(&got)));
	ck_assert_int_eq(utf8_valid(text), text.len == replaced.len);
	test_buf_eq(&got, replaced);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("utf8");
	TCase *tcase = test_case(suite, "utf8");

	test_add_table(tcase, decodes, characters);
	tcase_add_test(tcase, decodes_every_character);
	test_add_table(tcase, replaces, texts);
	return test_run(suite);
}
