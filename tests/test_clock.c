/* Deadlines, without waiting for one. */
#include "lib/test.h"
#include "util/clock.h"

#include <limits.h>

START_TEST(goes_forward)
{
	int64_t before = clock_now();

	ck_assert_int_gt(before, 0);
	ck_assert_int_le(before, clock_now());
	/* In microseconds, and after 2001. */
	ck_assert_int_gt(clock_wall(), (int64_t)1000000000 * 1000000);
	ck_assert_int_lt(clock_wall(), (int64_t)100000000000 * 1000000);
}
END_TEST

START_TEST(deadlines)
{
	int64_t before = clock_now(), deadline = clock_deadline(60000);

	ck_assert_int_ge(deadline, before + 60000);
	ck_assert_int_le(deadline, clock_now() + 60000);
	ck_assert_int_eq(clock_deadline(-1), CLOCK_NEVER);
	ck_assert_int_eq(clock_deadline(INT64_MIN), CLOCK_NEVER);
	ck_assert_int_eq(clock_deadline(INT64_MAX), CLOCK_NEVER);
	ck_assert_int_eq(clock_deadline(INT64_MAX - 1), CLOCK_NEVER);
	ck_assert_int_le(clock_deadline(0), clock_now());
}
END_TEST

START_TEST(poll_timeouts)
{
	int left = clock_poll_timeout(clock_deadline(600000));

	ck_assert_int_eq(clock_poll_timeout(CLOCK_NEVER), -1);
	ck_assert_int_eq(clock_poll_timeout(0), 0);
	ck_assert_int_eq(clock_poll_timeout(INT64_MIN / 2), 0);
	for (int ago = 0; ago < 10; ago++)
		ck_assert_int_eq(clock_poll_timeout(clock_now() - ago), 0);
	ck_assert_int_gt(left, 0);
	ck_assert_int_le(left, 600000);
	ck_assert_int_eq(clock_poll_timeout(CLOCK_NEVER - 1), INT_MAX);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("clock");
	TCase *tcase = test_case(suite, "clock");

	tcase_add_test(tcase, goes_forward);
	tcase_add_test(tcase, deadlines);
	tcase_add_test(tcase, poll_timeouts);
	return test_run(suite);
}
