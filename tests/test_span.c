/* Spans: comparing, cutting off lines and words, numbers. */
#include "lib/test.h"

#include <limits.h>
#include <stdlib.h>

static const struct span none;

START_TEST(equality)
{
	ck_assert(span_equal(SPAN("abc"), "abc"));
	ck_assert(!span_equal(SPAN("abc"), "ab"));
	ck_assert(!span_equal(SPAN("ab"), "abc"));
	ck_assert(!span_equal(SPAN("ab\0"), "ab"));
	ck_assert(span_equal(none, ""));
	ck_assert(!span_equal(SPAN("ABC"), "abc"));
	ck_assert(span_equal_nocase(SPAN("aBc-Z"), "AbC-z"));
	ck_assert(!span_equal_nocase(SPAN("@["), "`{"));
	ck_assert(!span_equal_nocase(SPAN("\xc4"), "\xe4"));
	ck_assert(span_equal_nocase(none, ""));
}
END_TEST

START_TEST(prefixes)
{
	ck_assert(span_starts(SPAN("250-x"), "250"));
	ck_assert(span_starts(SPAN("250"), "250"));
	ck_assert(!span_starts(SPAN("25"), "250"));
	ck_assert(span_starts(none, ""));
	ck_assert(!span_starts(none, "x"));
	ck_assert(!span_starts(SPAN("Auth x"), "auth"));
	ck_assert(span_starts_nocase(SPAN("Auth x"), "aUTH "));
	ck_assert(!span_starts_nocase(SPAN("Aut"), "auth"));
	ck_assert(span_starts_nocase(none, ""));
}
END_TEST

START_TEST(from)
{
	test_span_eq(span_from(SPAN("abc"), 0), SPAN("abc"));
	test_span_eq(span_from(SPAN("abc"), 2), SPAN("c"));
	test_span_eq(span_from(SPAN("abc"), 3), SPAN(""));
	test_span_eq(span_from(SPAN("abc"), 4), SPAN(""));
	test_span_eq(span_from(none, 4), none);
}
END_TEST

static const struct cut {
	struct span text;
	struct span parts[5]; /* until one with no address */
} lines[] = {
	{ BYTES(""), { { 0 } } },
	{ BYTES("a"), { BYTES("a") } },
	{ BYTES("a\nb"), { BYTES("a"), BYTES("b") } },
	{ BYTES("a\r\nb\r\n"), { BYTES("a"), BYTES("b") } },
	{ BYTES("\n\r\n\n"), { BYTES(""), BYTES(""), BYTES("") } },
	{ BYTES("a\rb\r\r\nc"), { BYTES("a\rb\r"), BYTES("c") } },
	{ BYTES("a\r\nb\r"), { BYTES("a"), BYTES("b") } },
	{ BYTES("\r"), { BYTES("") } },
	{ BYTES("a\0b\nc"), { BYTES("a\0b"), BYTES("c") } },
};

START_TEST(cuts_lines)
{
	struct span rest = lines[_i].text, line;
	size_t i = 0;

	while (span_next_line(&rest, &line))
		test_span_eq(line, lines[_i].parts[i++]);
	ck_assert_ptr_null(lines[_i].parts[i].at);
	ck_assert_uint_eq(rest.len, 0);
}
END_TEST

static const struct cut words[] = {
	{ BYTES(""), { { 0 } } },
	{ BYTES(" \t "), { { 0 } } },
	{ BYTES("a"), { BYTES("a") } },
	{ BYTES("  a\t b  "), { BYTES("a"), BYTES("b") } },
	{ BYTES("a\r\n\vb c"), { BYTES("a\r\n\vb"), BYTES("c") } },
};

START_TEST(cuts_words)
{
	struct span rest = words[_i].text, word;
	size_t i = 0;

	while (span_next_word(&rest, &word))
		test_span_eq(word, words[_i].parts[i++]);
	ck_assert_ptr_null(words[_i].parts[i].at);
	ck_assert_uint_eq(word.len, 0);
}
END_TEST

START_TEST(empty_is_harmless)
{
	struct span rest = none, part;

	ck_assert(!span_next_line(&rest, &part));
	ck_assert(!span_next_word(&rest, &part));
}
END_TEST

static const struct {
	struct span text;
	bool ok;
	unsigned long long number;
} numbers[] = {
	{ BYTES("0"), true, 0 },
	{ BYTES("007"), true, 7 },
	{ BYTES("4294967296"), true, 4294967296 },
	{ BYTES("18446744073709551615"), true, ULLONG_MAX },
	{ BYTES("18446744073709551616"), false, 0 },
	{ BYTES("99999999999999999999"), false, 0 },
	{ BYTES(""), false, 0 },
	{ BYTES("-1"), false, 0 },
	{ BYTES("+1"), false, 0 },
	{ BYTES(" 1"), false, 0 },
	{ BYTES("1 "), false, 0 },
	{ BYTES("1.5"), false, 0 },
	{ BYTES("0x1"), false, 0 },
	{ BYTES("1\0"), false, 0 },
};

/* IDs and counters exceed 32 bits. */
START_TEST(reads_numbers)
{
	unsigned long long number = 99;

	ck_assert_int_eq(span_number(numbers[_i].text, &number),
		numbers[_i].ok);
	ck_assert_uint_eq(number, numbers[_i].ok ? numbers[_i].number : 99);
}
END_TEST

START_TEST(copies)
{
	char *copy = span_copy(SPAN("a\0b"));

	test_span_eq(((struct span){ copy, 4 }), SPAN("a\0b\0"));
	free(copy);
	copy = span_copy(none);
	ck_assert_str_eq(copy, "");
	free(copy);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("span");
	TCase *tcase = test_case(suite, "span");

	tcase_add_test(tcase, equality);
	tcase_add_test(tcase, prefixes);
	tcase_add_test(tcase, from);
	test_add_table(tcase, cuts_lines, lines);
	test_add_table(tcase, cuts_words, words);
	tcase_add_test(tcase, empty_is_harmless);
	test_add_table(tcase, reads_numbers, numbers);
	tcase_add_test(tcase, copies);
	return test_run(suite);
}
