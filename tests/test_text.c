/* Case-insensitive comparison, distances between words, suggestions. */
#include "lib/test.h"
#include "util/text.h"

#include <string.h>

START_TEST(classes_are_ascii)
{
	for (int i = -128; i < 256; i++) {
		char c = (char)i;
		bool upper = c >= 'A' && c <= 'Z';
		bool lower = c >= 'a' && c <= 'z';
		bool digit = c >= '0' && c <= '9';

		ck_assert_int_eq(text_lower(c), upper ? c + 32 : c);
		ck_assert_int_eq(text_is_digit(c), digit);
		ck_assert_int_eq(text_is_alnum(c), digit || upper || lower);
		ck_assert_int_eq(text_is_blank(c), c == ' ' || c == '\t');
	}
}
END_TEST

START_TEST(equality)
{
	ck_assert(text_equal_nocase("", ""));
	ck_assert(text_equal_nocase("GetInfo", "gETiNFO"));
	ck_assert(!text_equal_nocase("getinfo", "getinf"));
	ck_assert(!text_equal_nocase("getinf", "getinfo"));
	ck_assert(!text_equal_nocase("\xc3\x84", "\xc3\xa4"));
}
END_TEST

START_TEST(consists_of)
{
	ck_assert(text_consists_of("0110", "01"));
	ck_assert(!text_consists_of("012", "01"));
	ck_assert(!text_consists_of("", "01"));
	ck_assert(!text_consists_of("a", ""));
}
END_TEST

static const struct {
	const char *a, *b;
	size_t limit, distance;
} distances[] = {
	{ "", "", 5, 0 },
	{ "abc", "ABC", 5, 0 },
	{ "", "abc", 5, 3 },
	{ "abc", "abcd", 5, 1 },   /* insertion */
	{ "abc", "ac", 5, 1 },     /* deletion */
	{ "abc", "axc", 5, 1 },    /* replacement */
	{ "abcd", "acbd", 5, 1 },  /* swap */
	{ "abcd", "badc", 5, 2 },  /* two swaps */
	{ "kitten", "sitting", 5, 3 },
	{ "kitten", "sitting", 3, 3 },
	{ "kitten", "sitting", 2, 3 }, /* too far */
	{ "kitten", "sitting", 0, 1 }, /* too far */
	{ "a", "b", 0, 1 },
};

START_TEST(counts_changes)
{
	const char *a = distances[_i].a, *b = distances[_i].b;
	size_t limit = distances[_i].limit;

	ck_assert_uint_eq(text_distance(a, b, limit), distances[_i].distance);
	ck_assert_uint_eq(text_distance(b, a, limit), distances[_i].distance);
}
END_TEST

START_TEST(long_words_are_given_up)
{
	char word[66] = { 0 };

	memset(word, 'a', 64);
	ck_assert_uint_eq(text_distance(word, word, 3), 0);
	word[64] = 'a';
	ck_assert_uint_eq(text_distance(word, "a", 3), 4);
	ck_assert_uint_eq(text_distance("a", word, 3), 4);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *tcase = test_case(suite, "text");

	tcase_add_test(tcase, classes_are_ascii);
	tcase_add_test(tcase, equality);
	tcase_add_test(tcase, consists_of);
	test_add_table(tcase, counts_changes, distances);
	tcase_add_test(tcase, long_words_are_given_up);
	return test_run(suite);
}
