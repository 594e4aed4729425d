/* JSON: any reader gets back the original bytes. */
#include "lib/test.h"
#include "util/json.h"
#include "util/utf8.h"

#include <jansson.h>
#include <limits.h>

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
	{ BYTES("\x7f"), BYTES("\"\\u007f\""), { 0 } },
	{ BYTES("caf\xc3\xa9"), BYTES("\"caf\xc3\xa9\""),
		BYTES("\"caf\\u00e9\"") },
	{ BYTES("\xc2\x80\xc2\x9b\xc2\x9f"),
		BYTES("\"\\u0080\\u009b\\u009f\""), { 0 } },
	{ BYTES("\xc2\xa0"), BYTES("\"\xc2\xa0\""), BYTES("\"\\u00a0\"") },
	{ BYTES("\xe2\x80\xae"), BYTES("\"\xe2\x80\xae\""),
		BYTES("\"\\u202e\"") },
	{ BYTES("\xf0\x9f\xa7\x85"), BYTES("\"\xf0\x9f\xa7\x85\""),
		BYTES("\"\\ud83e\\uddc5\"") },
	/* invalid UTF-8, one replacement per byte */
	{ BYTES("\xe9"), BYTES("\"\xef\xbf\xbd\""), BYTES("\"\\ufffd\"") },
	{ BYTES("a\xe2\x82" "b"), BYTES("\"a\xef\xbf\xbd\xef\xbf\xbd" "b\""),
		BYTES("\"a\\ufffd\\ufffdb\"") },
	{ BYTES("\xc3"), BYTES("\"\xef\xbf\xbd\""), BYTES("\"\\ufffd\"") },
	{ BYTES("\xc0\x80"), BYTES("\"\xef\xbf\xbd\xef\xbf\xbd\""),
		BYTES("\"\\ufffd\\ufffd\"") },
	{ BYTES("\xed\xa0\x80"),
		BYTES("\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""),
		BYTES("\"\\ufffd\\ufffd\\ufffd\"") },
};

static void add_string(struct buf *to, struct span text, bool ascii)
{
	json_add_string(&(struct json){ .to = to, .ascii = ascii }, text);
}

START_TEST(as_string)
{
	struct span terminal = strings[_i].terminal.at ?
		strings[_i].terminal : strings[_i].pipe;
	struct buf got = BUF_INIT;

	add_string(&got, strings[_i].text, false);
	test_buf_eq(&got, strings[_i].pipe);
	add_string(&got, strings[_i].text, true);
	test_buf_eq(&got, terminal);
}
END_TEST

static void check_back(struct span text, bool ascii)
{
	struct buf json = BUF_INIT, want = BUF_INIT;
	json_t *value;

	utf8_add_replaced(&want, text);
	add_string(&json, text, ascii);
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

/* ---- structure */

START_TEST(commas)
{
	struct buf got = BUF_INIT;
	struct json json = { .to = &got };

	json_open_object(&json);
	json_add_name(&json, "none");
	json_open_array(&json);
	json_close_array(&json);
	json_add_name(&json, "each");
	json_open_array(&json);
	json_add_null(&json);
	json_add_bool(&json, true);
	json_add_bool(&json, false);
	json_add_integer(&json, -1);
	json_add_unsigned(&json, ULLONG_MAX);
	json_add_number(&json, SPAN("1.5"), true);
	json_add_number(&json, SPAN("1.5"), false);
	json_add_string(&json, SPAN("x"));
	json_add_raw(&json, SPAN("[0]"));
	json_open_object(&json);
	json_close_object(&json);
	json_open_object(&json);
	json_add_member(&json, "a", SPAN("b"));
	json_add_key(&json, SPAN("\"\0\xff"));
	json_open_object(&json);
	json_close_object(&json);
	json_close_object(&json);
	json_close_array(&json);
	json_close_object(&json);
	test_buf_eq(&got, SPAN("{\"none\":[],\"each\":[null,true,false,-1,"
		"18446744073709551615,1.5,\"1.5\",\"x\",[0],{},{\"a\":\"b\","
		"\"\\\"\xef\xbf\xbd\xef\xbf\xbd\":{}}]}"));
}
END_TEST

/* ---- long values, written out in pieces */

struct drained {
	struct buf part, all;
	size_t longest;
};

static void drain(void *arg)
{
	struct drained *drained = arg;

	if (drained->longest < drained->part.len)
		drained->longest = drained->part.len;
	buf_add_span(&drained->all, buf_span(&drained->part));
	buf_reset(&drained->part);
}

/* Wherever the pieces end, characters stay whole. */
START_TEST(in_pieces)
{
	static const struct span units[] = {
		BYTES("a"), BYTES("\xc3\xa9"), BYTES("\xe2\x80\xae"),
		BYTES("\xf0\x9f\xa7\x85"), BYTES("\xc3\xa9\x80\x80"),
		BYTES("\x80"), BYTES("\n"), BYTES("\xf0\x9f\xa7"),
	};
	enum { LONG = 300000, LIMIT = 256 * 1024 };

	for (size_t before = 0; before < 5; before++) {
		struct drained drained = { .longest = 0 };
		struct buf text = BUF_INIT, want = BUF_INIT;
		struct json json = { .to = &drained.part, .drain = drain,
			.arg = &drained };

		buf_add(&text, "aaaaa", before);
		while (text.len < LONG)
			buf_add_span(&text, units[_i]);
		add_string(&want, buf_span(&text), false);
		json_add_string(&json, buf_span(&text));
		drain(&drained);
		ck_assert_uint_lt(drained.longest, LIMIT);
		test_buf_eq(&drained.all, buf_span(&want));
		buf_clear(&text);
		buf_clear(&want);
		buf_clear(&drained.part);
	}
}
END_TEST

/* A string added part by part is the same as in one. */
START_TEST(in_parts)
{
	static const struct span lines[] = {
		BYTES(""), BYTES("\""), BYTES("short"), BYTES("caf\xc3\xa9"),
		BYTES("a line of some length, with \\ and \t and \xe2\x82"),
		BYTES("\x80 at its front, nothing else that is special"),
	};
	struct buf text = BUF_INIT, want = BUF_INIT, got = BUF_INIT;
	struct json json = { .to = &got, .comma = true };

	json_open_string(&json);
	for (size_t i = 0; i < COUNT(lines); i++) {
		buf_add_span(&text, lines[i]);
		buf_add_char(&text, '\n');
		json_add_part(&json, lines[i]);
		json_add_line(&json, SPAN(""));
		buf_add_span(&text, lines[i]);
		buf_add_char(&text, '\n');
		json_add_line(&json, lines[i]);
	}
	json_close_string(&json);
	buf_add_char(&want, ',');
	add_string(&want, buf_span(&text), false);
	test_buf_eq(&got, buf_span(&want));
	ck_assert(json.comma);
	buf_clear(&text);
	buf_clear(&want);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tcase = test_case(suite, "json");

	test_add_table(tcase, as_string, strings);
	tcase_add_test(tcase, every_byte_everywhere);
	tcase_add_test(tcase, random_bytes);
	test_add_table(tcase, as_number, numbers);
	tcase_add_test(tcase, commas);
	tcase_add_loop_test(tcase, in_pieces, 0, 8);
	tcase_add_test(tcase, in_parts);
	return test_run(suite);
}
