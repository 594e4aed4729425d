/* Lists of strings. */
#include "lib/test.h"
#include "util/alloc.h"
#include "util/strv.h"

#include <stdlib.h>

START_TEST(keeps_order_and_duplicates)
{
	struct strv strv = STRV_INIT;
	char *joined;

	strv_add(&strv, "one");
	strv_take(&strv, alloc_string("two"));
	strv_add_span(&strv, (struct span){ "three!", 5 });
	strv_add(&strv, "one");
	joined = strv_join(&strv, ", ");
	ck_assert_str_eq(joined, "one, two, three, one");
	ck_assert_uint_eq(strv.len, 4);
	free(joined);
	strv_clear(&strv);
	ck_assert_uint_eq(strv.len, 0);
	strv_clear(&strv);
}
END_TEST

START_TEST(joins_nothing)
{
	struct strv strv = STRV_INIT;
	char *joined = strv_join(&strv, ",");

	ck_assert_str_eq(joined, "");
	free(joined);
}
END_TEST

START_TEST(grows)
{
	struct strv strv = STRV_INIT;

	for (int i = 0; i < 1000; i++)
		strv_take(&strv, alloc_print("%d", i));
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(atoi(strv.items[i]), i);
	strv_clear(&strv);
}
END_TEST

START_TEST(finds_in_any_case)
{
	struct strv strv = STRV_INIT;

	ck_assert(!strv_has_nocase(&strv, ""));
	strv_add(&strv, "SocksPort");
	ck_assert(strv_has_nocase(&strv, "socksport"));
	ck_assert(!strv_has_nocase(&strv, "socks"));
	ck_assert(!strv_has_nocase(&strv, "socksports"));
	strv_clear(&strv);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("strv");
	TCase *tcase = test_case(suite, "strv");

	tcase_add_test(tcase, keeps_order_and_duplicates);
	tcase_add_test(tcase, joins_nothing);
	tcase_add_test(tcase, grows);
	tcase_add_test(tcase, finds_in_any_case);
	return test_run(suite);
}
