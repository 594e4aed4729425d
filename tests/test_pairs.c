/* Lists of names with values. */
#include "lib/test.h"
#include "util/pairs.h"

static const struct {
	struct span text;
	const char *name, *value;
} joined[] = {
	{ BYTES("SocksPort=9050"), "SocksPort", "9050" },
	{ BYTES("ContactInfo"), "ContactInfo", NULL },
	{ BYTES("Address="), "Address", "" },
	{ BYTES("IPVersions=v4=0,v6=0"), "IPVersions", "v4=0,v6=0" },
	{ BYTES("=x"), "", "x" },
	{ BYTES(""), "", NULL },
	{ { NULL, 0 }, "", NULL },
};

START_TEST(splits_at_the_first_equals)
{
	struct pairs pairs = { 0 };

	pairs_add_joined(&pairs, joined[_i].text);
	ck_assert_uint_eq(pairs.len, 1);
	ck_assert_str_eq(pairs.items[0].name, joined[_i].name);
	ck_assert_pstr_eq(pairs.items[0].value, joined[_i].value);
	pairs_clear(&pairs);
	ck_assert_uint_eq(pairs.len, 0);
	pairs_clear(&pairs);
}
END_TEST

/* The order of Tor's options matters, and they may repeat. */
START_TEST(keeps_order_and_duplicates)
{
	static const char *const values[] = { "/a", "80", "/b" };
	struct pairs pairs = { 0 };
	struct span value;

	for (size_t i = 0; i < COUNT(values); i++) {
		value = span_of(values[i]);
		pairs_add(&pairs, SPAN("Log"), &value);
	}
	pairs_add(&pairs, SPAN("Log"), NULL);
	ck_assert_uint_eq(pairs.len, 4);
	for (size_t i = 0; i < COUNT(values); i++)
		ck_assert_str_eq(pairs.items[i].value, values[i]);
	ck_assert_ptr_null(pairs.items[3].value);
	pairs_clear(&pairs);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pairs");
	TCase *tcase = test_case(suite, "pairs");

	test_add_table(tcase, splits_at_the_first_equals, joined);
	tcase_add_test(tcase, keeps_order_and_duplicates);
	return test_run(suite);
}
