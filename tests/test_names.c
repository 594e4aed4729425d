/* The protocol's lists: their order, and reasons to close a stream. */
#include "lib/test.h"
#include "proto/meanings.h"
#include "proto/names.h"
#include "proto/reasons.h"

#include <string.h>

/* Each list with its first and last entry, as in tor 0.4.9.11. */
static const struct {
	const struct meaning *list;
	size_t len;
	const char *first, *last;
} lists[] = {
	{ meanings_signals, 15, "RELOAD", "DORMANT" },
	{ meanings_features, 2, "VERBOSE_NAMES", "EXTENDED_EVENTS" },
	{ meanings_purposes, 2, "general", "controller" },
	{ reasons_exit, 14, "MISC", "NOTDIRECTORY" },
};

START_TEST(lists_are_whole)
{
	const struct meaning *list = lists[_i].list;
	size_t len = 0;

	while (list[len].name)
		len++;
	ck_assert_uint_eq(len, lists[_i].len);
	ck_assert_str_eq(list[0].name, lists[_i].first);
	ck_assert_str_eq(list[len - 1].name, lists[_i].last);
	for (size_t i = 0; i < len; i++)
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(list[i].name, list[j].name);
}
END_TEST

/* A missing comma between two strings would join them. */
START_TEST(getinfo_keys_are_keys)
{
	size_t i;

	for (i = 0; names_getinfo_keys[i]; i++) {
		const char *key = names_getinfo_keys[i];
		const char *star = strchr(key, '*');

		ck_assert_uint_eq(strspn(key, "abcdefghijklmnopqrstuvwxyz"
			"0123456789-/*"), strlen(key));
		ck_assert_msg(!star || !star[1], "%s", key);
		ck_assert_uint_lt(strlen(key), 46);
		ck_assert_msg(!i || strcmp(names_getinfo_keys[i - 1], key),
			"%s twice", key);
	}
	ck_assert_uint_gt(i, 100);
}
END_TEST

/* CLOSESTREAM takes a number only (3.35). */
static const struct {
	const char *reason;
	int number;
} reasons[] = {
	{ "MISC", 1 }, { "RESOLVEFAILED", 2 }, { "CONNECTREFUSED", 3 },
	{ "EXITPOLICY", 4 }, { "DESTROY", 5 }, { "done", 6 },
	{ "Timeout", 7 }, { "NOROUTE", 8 }, { "HIBERNATING", 9 },
	{ "INTERNAL", 10 }, { "RESOURCELIMIT", 11 }, { "CONNRESET", 12 },
	{ "TORPROTOCOL", 13 }, { "NOTDIRECTORY", 14 },
	{ "0", 0 }, { "6", 6 }, { "255", 255 },
	{ "256", -1 }, { "18446744073709551617", -1 }, { "-1", -1 },
	{ "", -1 }, { " 6", -1 }, { "DON", -1 }, { "DONE ", -1 },
};

START_TEST(stream_reasons)
{
	ck_assert_int_eq(reasons_number(reasons[_i].reason),
		reasons[_i].number);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("names");
	TCase *tcase = test_case(suite, "names");

	test_add_table(tcase, lists_are_whole, lists);
	tcase_add_test(tcase, getinfo_keys_are_keys);
	test_add_table(tcase, stream_reasons, reasons);
	return test_run(suite);
}
