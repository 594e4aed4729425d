/* Advice: the torctl commands and options added to the library's errors. */
#include "cmd/advice.h"
#include "lib/test.h"
#include "shell/families.h"

#include <string.h>

static const char *advise_at(enum error_remedy remedy, const char *command,
	bool prompt)
{
	struct error error = ERROR_INIT;
	const char *advice;

	error_set(&error, ERROR_CONNECTION, "text");
	error_set_remedy(&error, remedy);
	advice = advice_of(&error, command, prompt);
	error_clear(&error);
	return advice;
}

static const char *advise(enum error_remedy remedy, const char *command)
{
	return advise_at(remedy, command, false);
}

/* At the prompt, commands are named without "torctl". */
START_TEST(at_the_prompt)
{
	ck_assert_str_eq(advise_at(ERROR_REMEDY_HELP, NULL, false),
		"; see torctl help");
	ck_assert_str_eq(advise_at(ERROR_REMEDY_HELP, NULL, true),
		"; see help");
	ck_assert_str_eq(advise_at(ERROR_REMEDY_OVERWRITE, NULL, true),
		advise(ERROR_REMEDY_OVERWRITE, NULL));
	/* Another torctl must be started for these. */
	for (enum error_remedy i = ERROR_REMEDY_NONE + 1;
		i <= ERROR_REMEDY_LAST; i++)
		ck_assert(i == ERROR_REMEDY_TIMEOUT ||
			i == ERROR_REMEDY_ADDRESS ||
			i == ERROR_REMEDY_OWNER_ADDRESS ||
			!strstr(advise_at(i, NULL, true), "torctl "));
}
END_TEST

/* Each is appended to a text that does not end with a blank. */
START_TEST(each_remedy)
{
	static const char beginnings[] = " ;\n";

	ck_assert_str_eq(advise(ERROR_REMEDY_NONE, NULL), "");
	for (enum error_remedy i = ERROR_REMEDY_NONE + 1;
		i <= ERROR_REMEDY_LAST; i++) {
		const char *advice = advise(i, NULL);

		ck_assert_ptr_nonnull(advice);
		ck_assert_uint_gt(strlen(advice), 5);
		ck_assert_ptr_nonnull(strchr(beginnings, *advice));
	}
	ck_assert_str_eq(advise(ERROR_REMEDY_COOKIE_FILE, NULL),
		" with --cookie FILE");
	ck_assert_str_eq(advise(ERROR_REMEDY_SERVICE, "conf add"),
		"\nSelect one with --service DIR");
}
END_TEST

START_TEST(timeout_of_the_command)
{
	static const char *const own[] = { "newnym", "onion fetch" };
	static const char *const none[] = { NULL, "resolve", "nonsense" };

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		ck_assert_str_eq(advise(ERROR_REMEDY_TIMEOUT, own[i]),
			"; use --timeout SECS to wait longer");
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		ck_assert_str_eq(advise(ERROR_REMEDY_TIMEOUT, none[i]),
			"; use -t SECS to wait longer");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("advice");
	TCase *tcase = test_case(suite, "advice");

	tcase_add_test(tcase, each_remedy);
	tcase_add_test(tcase, at_the_prompt);
	tcase_add_test(tcase, timeout_of_the_command);
	families_register();
	return test_run(suite);
}
