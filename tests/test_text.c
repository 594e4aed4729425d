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

/* Words that users mistype, among the candidates. */
static const char *const offered[] = {
	"getinfo", "getconf", "setconf", "resetconf", "saveconf", "signal",
	"setevents", "mapaddress", "newnym", "version", "circuits", "streams",
	"status", "events", "bootstrap", "quit", "log", "help", "CIRC", "BW",
	"ContactInfo", "SocksPort",
};

static const struct {
	const char *typed, *meant;
} mistakes[] = {
	{ "verison", "version" },
	{ "Version", "version" },
	{ "versoin", "version" },
	{ "verson", "version" },
	{ "getifno", "getinfo" },
	{ "gtinfo", "getinfo" },
	{ "GETCNOF", "getconf" },
	{ "newym", "newnym" },
	{ "newnymm", "newnym" },
	{ "sginal", "signal" },
	{ "circiuts", "circuits" },
	{ "cicr", "CIRC" },
	{ "contactinof", "ContactInfo" },
	{ "sockport", "SocksPort" },
	{ "hepl", "help" },
	{ "boot", "bootstrap" },    /* not finished */
	{ "map", "mapaddress" },
	{ "banana", NULL },
	{ "foo", NULL },
	{ "xy", NULL },
	{ "b", NULL },
	{ "", NULL },
	{ "torrc", NULL },
	{ "relay", NULL },
	{ "configuration", NULL },
};

START_TEST(suggests)
{
	const char *typed = mistakes[_i].typed, *meant = mistakes[_i].meant;
	const char *best = NULL;
	size_t distance = TEXT_FAR;

	for (size_t i = 0; i < COUNT(offered); i++)
		text_suggest(typed, offered[i], &best, &distance);
	ck_assert_msg(best && meant ? !strcmp(best, meant) : best == meant,
		"%s gave %s, not %s", typed, best ? best : "nothing",
		meant ? meant : "nothing");
}
END_TEST

START_TEST(first_of_equals_stays)
{
	const char *best = NULL;
	size_t distance = TEXT_FAR;

	text_suggest("stream", "streamx", &best, &distance);
	text_suggest("stream", "streamy", &best, &distance);
	ck_assert_str_eq(best, "streamx");
	text_suggest("stream", "STREAM", &best, &distance);
	ck_assert_str_eq(best, "STREAM");
	text_suggest("stream", "streams", &best, &distance);
	ck_assert_str_eq(best, "STREAM");
	ck_assert_uint_eq(distance, 0);
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
	test_add_table(tcase, suggests, mistakes);
	tcase_add_test(tcase, first_of_equals_stays);
	return test_run(suite);
}
