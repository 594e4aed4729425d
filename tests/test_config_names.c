/* The built-in options of torrc: each is one word and listed once. */
#include "lib/test.h"
#include "proto/config_names.h"
#include "util/span.h"
#include "util/strv.h"
#include "util/text.h"

#include <string.h>

/* A missing blank would join two names. */
static void check_name(struct span name)
{
	ck_assert_uint_lt(name.len, 60);
	for (size_t i = 0; i < name.len; i++)
		ck_assert_msg(text_is_alnum(name.at[i]) || name.at[i] == '_',
			"%.*s", (int)name.len, name.at);
}

START_TEST(names_are_names)
{
	const struct config_names *row = config_names;
	struct strv all = STRV_INIT;

	for (; row->type; row++) {
		struct span names = span_of(row->names), name;

		ck_assert_uint_eq(strspn(row->type, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"abcdefghijklmnopqrstuvwxyz+"), strlen(row->type));
		while (span_next_word(&names, &name)) {
			check_name(name);
			strv_add_span(&all, name);
			all.len--;
			ck_assert_msg(!strv_has_nocase(&all,
				all.items[all.len]), "%s twice",
				all.items[all.len]);
			all.len++;
		}
	}
	ck_assert_uint_eq(all.len, 383);
	ck_assert(strv_has_nocase(&all, "SocksPort"));
	strv_clear(&all);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("config_names");
	TCase *tcase = test_case(suite, "config_names");

	tcase_add_test(tcase, names_are_names);
	return test_run(suite);
}
