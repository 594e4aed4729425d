/* JSON as text: any reader gets back the original bytes. */
#include "lib/test.h"
#include "util/json_text.h"
#include "util/utf8.h"

#include <jansson.h>

static const struct {
	struct span text;
	struct span pipe, terminal; /* the same if the span has no address */
} strings[] = {
	{ { NULL, 0 }, BYTES("\"\""), { 0 } },
	{ BYTES("plain"), BYTES("\"plain\""), { 0 } },
	{ BYTES("\"\\/"), BYTES("\"\\\"\\\\/\""), { 0 } },
	{ BYTES("\n\r\t\b\f"), BYTES("\"\\n\\r\\t\\b\\f\""), { 0 } },
	{ BYTES("a\0b"), BYTES("\"a\\u0000b\""), { 0 } },
	{ BYTES("\x1b]0;x\a"), BYTES("\"\\u001b]0;x\\u0007\""), { 0 } },
	{ BYTES("\x7f"), BYTES("\"\x7f\""), BYTES("\"\\u007f\"") },
	{ BYTES("caf\xc3\xa9"), BYTES("\"caf\xc3\xa9\""),
		BYTES("\"caf\\u00e9\"") },
	{ BYTES("\xc2\x9b"), BYTES("\"\xc2\x9b\""), BYTES("\"\\u009b\"") },
	{ BYTES("\xe2\x80\xae"), BYTES("\"\xe2\x80\xae\""),
		BYTES("\"\\u202e\"") },
	{ BYTES("\xf0\x9f\xa7\x85"), BYTES("\"\xf0\x9f\xa7\x85\""),
		BYTES("\"\\ud83e\\uddc5\"") },
	/* invalid UTF-8, one replacement per byte */
	{ BYTES("\xe9"), BYTES("\"\xef\xbf\xbd\""), BYTES("\"\\ufffd\"") },
	{ BYTES("a\xe2\x82" "b"), BYTES("\"a\xef\xbf\xbd\xef\xbf\xbd" "b\""),
		BYTES("\"a\\ufffd\\ufffdb\"") },
	{ BYTES("\xed\xa0\x80"),
		BYTES("\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""),
		BYTES("\"\\ufffd\\ufffd\\ufffd\"") },
};

START_TEST(as_string)
{
	struct span terminal = strings[_i].terminal.at ?
		strings[_i].terminal : strings[_i].pipe;
	struct buf got = BUF_INIT;

	json_text_add(&got, strings[_i].text, false);
	test_buf_eq(&got, strings[_i].pipe);
	json_text_add(&got, strings[_i].text, true);
	test_buf_eq(&got, terminal);
}
END_TEST

static void check_back(struct span text, bool ascii)
{
	struct buf json = BUF_INIT, want = BUF_INIT;
	json_t *value;

	utf8_add_replaced(&want, text);
	json_text_add(&json, text, ascii);
	value = json_loadb(json.data, json.len, JSON_DECODE_ANY |
		JSON_ALLOW_NUL, NULL);
	ck_assert_msg(json_is_string(value), "%s", buf_text(&json));
	test_span_eq(((struct span){ json_string_value(value),
		json_string_length(value) }), buf_span(&want));
	json_decref(value);
	buf_clear(&json);
	buf_clear(&want);
}

/* Eight bytes are checked at a time: try each byte at each place. */
START_TEST(every_byte_everywhere)
{
	char bytes[24];

	for (int c = 0; c < 256; c++) {
		for (size_t at = 0; at < 17; at++) {
			memset(bytes, 'a', sizeof(bytes));
			bytes[at] = (char)c;
			for (size_t len = at + 1; len < at + 7; len++)
				check_back((struct span){ bytes, len }, at % 2);
		}
	}
}
END_TEST

START_TEST(random_bytes)
{
	uint32_t state = 4711;
	char bytes[64];

	for (int turn = 0; turn < 5000; turn++) {
		size_t len = test_random(&state) % sizeof(bytes);
		uint32_t mask = turn % 2 ? 0xff : 0x7f;

		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)(test_random(&state) >> 8 & mask);
		check_back((struct span){ bytes, len }, turn % 3);
	}
}
END_TEST

static const struct {
	struct span text;
	bool integer, fraction;
} numbers[] = {
	{ { NULL, 0 }, false, false },
	{ BYTES("0"), true, true },
	{ BYTES("7"), true, true },
	{ BYTES("18446744073709551615"), false, false },
	{ BYTES("9223372036854775808"), false, false },
	{ BYTES("9223372036854775807"), true, true },
	{ BYTES("18446744073709551616"), false, false },
	{ BYTES("99999999999999999999999999"), false, false },
	{ BYTES("-1"), true, true },
	{ BYTES("-0"), true, true },
	{ BYTES("-9223372036854775808"), true, true },
	{ BYTES("-9223372036854775809"), false, false },
	{ BYTES("-"), false, false },
	{ BYTES("--1"), false, false },
	{ BYTES("+1"), false, false },
	{ BYTES("00"), false, false },
	{ BYTES("007"), false, false },
	{ BYTES("-01"), false, false },
	{ BYTES("1.5"), false, true },
	{ BYTES("-1.5"), false, true },
	{ BYTES("0.000000"), false, true },
	{ BYTES("00.5"), false, false },
	{ BYTES(".5"), false, false },
	{ BYTES("1."), false, false },
	{ BYTES("1.2.3"), false, false },
	{ BYTES("1.-2"), false, false },
	{ BYTES("1e5"), false, false },
	{ BYTES("1.5e5"), false, false },
	{ BYTES("0x10"), false, false },
	{ BYTES(" 1"), false, false },
	{ BYTES("1 "), false, false },
	{ BYTES("1\0"), false, false },
	{ BYTES("nan"), false, false },
	{ BYTES("inf"), false, false },
};

START_TEST(as_number)
{
	struct span text = numbers[_i].text;
	json_t *value;

	ck_assert_int_eq(json_text_is_number(text, false), numbers[_i].integer);
	ck_assert_int_eq(json_text_is_number(text, true), numbers[_i].fraction);
	if (!numbers[_i].fraction)
		return;
	value = json_loadb(text.at, text.len, JSON_DECODE_ANY |
		JSON_DECODE_INT_AS_REAL, NULL);
	ck_assert(json_is_real(value));
	json_decref(value);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json_text");
	TCase *tcase = test_case(suite, "json_text");

	test_add_table(tcase, as_string, strings);
	tcase_add_test(tcase, every_byte_everywhere);
	tcase_add_test(tcase, random_bytes);
	test_add_table(tcase, as_number, numbers);
	return test_run(suite);
}
