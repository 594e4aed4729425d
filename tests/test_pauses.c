/* The shell's pauses between attempts to connect. */
#include "lib/test.h"
#include "shell/pauses.h"

/* A clock set by hand. */
static int64_t now;
static struct pauses pauses;

static void set_up(void)
{
	now = 5000000;
	pauses_reset(&pauses);
}

/* The attempt that is due starts, takes a while and fails. */
static void fail_when_due(void)
{
	now = pauses.next;
	pauses_attempt(&pauses, now);
	now += 137;
	pauses_fail(&pauses, now);
}

static void check_pause(int64_t milliseconds)
{
	ck_assert_int_eq(pauses.next - now, milliseconds);
}

START_TEST(pauses_grow_up_to_ten_seconds)
{
	static const int64_t expected[] = { 2000, 5000, 10000, 10000, 10000 };

	pauses_fail(&pauses, now);
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
	pauses_fail(&pauses, now);
	for (int i = 0; i < 20; i++) {
		now += 10;
		pauses_attempt(&pauses, now);
		pauses_fail(&pauses, now);
		check_pause(1000);
	}
	fail_when_due();
	check_pause(2000);
	now = pauses.next - 1;
	pauses_attempt(&pauses, now);
	/* It was early when it started; that is what counts. */
	now += 20000;
	pauses_fail(&pauses, now);
	check_pause(2000);
	fail_when_due();
	check_pause(5000);
}
END_TEST

START_TEST(short_again_after_a_success)
{
	pauses_fail(&pauses, now);
	fail_when_due();
	fail_when_due();
	/* A key restores the connection: the pauses start over. */
	pauses_attempt(&pauses, ++now);
	pauses_reset(&pauses);
	pauses_fail(&pauses, now);
	check_pause(1000);
	fail_when_due();
	check_pause(2000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pauses");
	TCase *tcase = test_case(suite, "pauses");

	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, pauses_grow_up_to_ten_seconds);
	tcase_add_test(tcase, early_attempts_leave_them_as_they_are);
	tcase_add_test(tcase, short_again_after_a_success);
	return test_run(suite);
}
