/* Errors: texts, lists and exit statuses. */
#include "lib/test.h"
#include "util/error.h"

#include <string.h>

START_TEST(is_filled_once)
{
	struct error error = ERROR_INIT;

	ck_assert(!error_set(&error, ERROR_FILE, "no %s, %d", "file", 7));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_str_eq(error.text, "no file, 7");
	ck_assert(!error_set_tor(&error, 552, "Unknown\n", 7));
	ck_assert_int_eq(error.kind, ERROR_TOR);
	ck_assert_int_eq(error.status, 552);
	ck_assert_str_eq(error.text, "Unknown");
	error_set(&error, ERROR_USAGE, "%%");
	ck_assert_int_eq(error.status, 0);
	ck_assert_str_eq(error.text, "%");
	error_clear(&error);
	ck_assert_int_eq(error.kind, ERROR_NONE);
	ck_assert_ptr_null(error.text);
	error_clear(&error);
}
END_TEST

START_TEST(may_quote_itself)
{
	struct error error = ERROR_INIT;

	error_set(&error, ERROR_FILE, "inner");
	error_set(&error, ERROR_AUTH, "outer (%s)", error.text);
	ck_assert_str_eq(error.text, "outer (inner)");
	error_set_tor(&error, 515, error.text, 5);
	ck_assert_str_eq(error.text, "outer");
	error_clear(&error);
}
END_TEST

START_TEST(words_before_and_behind)
{
	struct error error = ERROR_INIT;

	error_prefix(&error, "nothing %d", 1);
	error_append(&error, "nothing");
	ck_assert_ptr_null(error.text);
	error_set(&error, ERROR_FILE, "100%% %s", "%s");
	error_prefix(&error, "line %d", 3);
	error_append(&error, " (%s)", "hint");
	ck_assert_str_eq(error.text, "line 3: 100% %s (hint)");
	ck_assert_int_eq(error.kind, ERROR_FILE);
	error_clear(&error);
}
END_TEST

/* A file name with a line break must not look like two lines. */
START_TEST(arguments_stay_on_their_line)
{
	struct error error = ERROR_INIT;

	error_set(&error, ERROR_FILE, "cannot open %s", "a\nb\x1b\xc3\xa9");
	error_prefix(&error, "%s", "\r");
	error_append(&error, "; %s", "\n");
	error_add_line(&error, "  %s", "\n");
	error_append_text(&error, "\nours");
	ck_assert_str_eq(error.text, "\\x0d: cannot open a\\x0ab\\x1b\xc3\xa9"
		"; \\x0a\n  \\x0a\nours");
	error_clear(&error);
}
END_TEST

START_TEST(remedies)
{
	struct error error = ERROR_INIT, other = ERROR_INIT;

	ck_assert(!error_set_remedy(&error, ERROR_REMEDY_TIMEOUT));
	ck_assert_int_eq(error.remedy, ERROR_REMEDY_NONE);
	error_set(&error, ERROR_TIMEOUT, "late");
	ck_assert(!error_set_remedy(&error, ERROR_REMEDY_TIMEOUT));
	error_prefix(&error, "a");
	error_append(&error, "b");
	error_move(&other, &error);
	ck_assert_int_eq(other.remedy, ERROR_REMEDY_TIMEOUT);
	ck_assert_str_eq(other.text, "a: lateb");
	error_chain(&error, &other);
	ck_assert_int_eq(error.remedy, ERROR_REMEDY_TIMEOUT);
	error_set(&error, ERROR_FILE, "another thing");
	ck_assert_int_eq(error.remedy, ERROR_REMEDY_NONE);
	ck_assert(!error_set_remedy(NULL, ERROR_REMEDY_TIMEOUT));
	error_clear(&error);
}
END_TEST

START_TEST(nobody_listens)
{
	struct error other = ERROR_INIT;

	ck_assert(!error_set(NULL, ERROR_FILE, "x"));
	ck_assert(!error_set_tor(NULL, 552, "x", 1));
	error_prefix(NULL, "x");
	error_append(NULL, "x");
	error_clear(NULL);
	error_set(&other, ERROR_FILE, "x");
	error_chain(NULL, &other);
	ck_assert_int_eq(other.kind, ERROR_NONE);
	error_set(&other, ERROR_FILE, "x");
	ck_assert(!error_move(NULL, &other));
	ck_assert_int_eq(other.kind, ERROR_NONE);
	ck_assert_ptr_null(other.text);
}
END_TEST

START_TEST(chains_in_order)
{
	struct error error = ERROR_INIT, other = ERROR_INIT;

	error_chain(&error, &other);
	ck_assert_int_eq(error.kind, ERROR_NONE);
	for (int i = 1; i <= 3; i++) {
		error_set_tor(&other, 550 + i, "text", 4);
		error_chain(&error, &other);
		ck_assert_int_eq(other.kind, ERROR_NONE);
		ck_assert_ptr_null(other.text);
	}
	error_chain(&error, &other);
	ck_assert_int_eq(error.status, 551);
	ck_assert_int_eq(error.next->status, 552);
	ck_assert_int_eq(error.next->next->status, 553);
	ck_assert_ptr_null(error.next->next->next);
	error_move(&other, &error);
	ck_assert_int_eq(error.kind, ERROR_NONE);
	ck_assert_ptr_null(error.next);
	ck_assert_int_eq(other.next->next->status, 553);
	error_set(&other, ERROR_USAGE, "alone");
	ck_assert_ptr_null(other.next);
	error_clear(&other);
}
END_TEST

/* The documented exit statuses. */
static const struct {
	enum error_kind kind;
	const char *name;
	int exit_status;
} kinds[] = {
	{ ERROR_NONE, "none", 0 },
	{ ERROR_TOR, "tor", 1 },
	{ ERROR_USAGE, "usage", 2 },
	{ ERROR_CONNECTION, "connection", 3 },
	{ ERROR_AUTH, "auth", 4 },
	{ ERROR_TIMEOUT, "timeout", 5 },
	{ ERROR_FILE, "file", 6 },
	{ ERROR_INTERRUPTED, "interrupted", 130 },
};

START_TEST(kinds_and_statuses)
{
	ck_assert_str_eq(error_kind_name(kinds[_i].kind), kinds[_i].name);
	ck_assert_int_eq(error_exit_status(kinds[_i].kind),
		kinds[_i].exit_status);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("error");
	TCase *tcase = test_case(suite, "error");

	tcase_add_test(tcase, is_filled_once);
	tcase_add_test(tcase, may_quote_itself);
	tcase_add_test(tcase, words_before_and_behind);
	tcase_add_test(tcase, arguments_stay_on_their_line);
	tcase_add_test(tcase, remedies);
	tcase_add_test(tcase, nobody_listens);
	tcase_add_test(tcase, chains_in_order);
	test_add_table(tcase, kinds_and_statuses, kinds);
	return test_run(suite);
}
