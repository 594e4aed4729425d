/* The shell's pauses between attempts to connect. */
#include "lib/test.h"
#include "shell/retry.h"

/* A clock set by hand. */
static int64_t now;
static struct retry retry;

static void set_up(void)
{
	now = 5000000;
	retry_reset(&retry);
}

/* The attempt that is due starts, takes a while and fails. */
static void fail_when_due(void)
{
	now = retry.next;
	retry_begin(&retry, now);
	now += 137;
	retry_fail(&retry, now);
}

static void check_pause(int64_t milliseconds)
{
	ck_assert_int_eq(retry.next - now, milliseconds);
}

START_TEST(pauses_grow_up_to_ten_seconds)
{
	static const int64_t expected[] = { 2000, 5000, 10000, 10000, 10000 };

	retry_fail(&retry, now);
	check_pause(1000);
	for (size_t i = 0; i < COUNT(expected); i++) {
		fail_when_due();
		check_pause(expected[i]);
	}
	for (int i = 0; i < 100000; i++)
		fail_when_due();
	check_pause(10000);
}
END_TEST

START_TEST(early_attempts_leave_them_as_they_are)
{
	retry_fail(&retry, now);
	for (int i = 0; i < 20; i++) {
		now += 10;
		retry_begin(&retry, now);
		retry_fail(&retry, now);
		check_pause(1000);
	}
	fail_when_due();
	check_pause(2000);
	now = retry.next - 1;
	retry_begin(&retry, now);
	/* It was early when it started; that is what counts. */
	now += 20000;
	retry_fail(&retry, now);
	check_pause(2000);
	fail_when_due();
	check_pause(5000);
}
END_TEST

START_TEST(short_again_after_a_success)
{
	retry_fail(&retry, now);
	fail_when_due();
	fail_when_due();
	/* A key restores the connection: the pauses start over. */
	retry_begin(&retry, ++now);
	retry_reset(&retry);
	retry_fail(&retry, now);
	check_pause(1000);
	fail_when_due();
	check_pause(2000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("retry");
	TCase *tcase = test_case(suite, "retry");

	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, pauses_grow_up_to_ten_seconds);
	tcase_add_test(tcase, early_attempts_leave_them_as_they_are);
	tcase_add_test(tcase, short_again_after_a_success);
	return test_run(suite);
}
