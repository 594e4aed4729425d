/* Handlers of signals, set for a while. */
#include "lib/test.h"
#include "util/handlers.h"

static volatile sig_atomic_t caught;

static void note(int number)
{
	caught = number;
}

static handlers_function *now(int number)
{
	struct sigaction action;

	sigaction(number, NULL, &action);
	return action.sa_handler;
}

START_TEST(is_set_and_put_back)
{
	struct handlers handlers = { .len = 0 };

	caught = 0;
	for (int again = 0; again < 2; again++) {
		handlers_set(&handlers, SIGUSR1, note, 0);
		handlers_set(&handlers, SIGPIPE, SIG_IGN, 0);
		ck_assert(handlers_before(&handlers, SIGUSR1) == SIG_DFL);
		ck_assert(handlers_before(&handlers, SIGUSR2) == SIG_DFL);
		raise(SIGPIPE);
		raise(SIGUSR1);
		ck_assert_int_eq(caught, SIGUSR1);
		handlers_restore(&handlers);
		ck_assert(now(SIGUSR1) == SIG_DFL && now(SIGPIPE) == SIG_DFL);
	}
}
END_TEST

START_TEST(ignored_signal_stays_ignored)
{
	static const int numbers[] = { SIGHUP, SIGWINCH, SIGCONT };
	struct handlers handlers = { .len = 0 };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		signal(numbers[i], SIG_IGN);
		handlers_set(&handlers, numbers[i], note, SA_RESTART);
		ck_assert(handlers_before(&handlers, numbers[i]) == SIG_IGN);
		ck_assert(now(numbers[i]) == (i ? note : SIG_IGN));
	}
	handlers_restore(&handlers);
	for (size_t i = 0; i < COUNT(numbers); i++)
		ck_assert(now(numbers[i]) == SIG_IGN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("handlers");
	TCase *tcase = test_case(suite, "handlers");

	tcase_add_test(tcase, is_set_and_put_back);
	tcase_add_test(tcase, ignored_signal_stays_ignored);
	return test_run(suite);
}
