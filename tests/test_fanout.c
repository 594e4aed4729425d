/* The same task for many things at once. */
#include "util/fanout.h"

#include "lib/test.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MANY = 1000 };

static atomic_int calls[MANY];
static atomic_int running, most_running;
static pthread_barrier_t barrier;

static void count(void *arg, size_t index)
{
	int now = atomic_fetch_add(&running, 1) + 1;
	int most = atomic_load(&most_running);

	ck_assert_ptr_eq(arg, calls);
	while (now > most && !atomic_compare_exchange_weak(&most_running,
		&most, now))
		;
	atomic_fetch_add(&calls[index], 1);
	atomic_fetch_sub(&running, 1);
}

static const size_t limits[] = { 1, 2, 32, MANY, MANY * 2 };

START_TEST(each_once)
{
	for (size_t i = 0; i < MANY; i++)
		calls[i] = 0;
	most_running = 0;
	fanout_run(MANY, limits[_i], count, calls);
	for (size_t i = 0; i < MANY; i++)
		ck_assert_int_eq(calls[i], 1);
	ck_assert_int_eq(running, 0);
	ck_assert_int_le(most_running, (int)limits[_i]);
}
END_TEST

static void meet(void *arg, size_t index)
{
	(void)index;
	pthread_barrier_wait(arg);
}

/* Would never end if one waited for another. */
START_TEST(all_at_once)
{
	ck_assert_int_eq(pthread_barrier_init(&barrier, NULL, 8), 0);
	fanout_run(8, 8, meet, &barrier);
	pthread_barrier_destroy(&barrier);
}
END_TEST

START_TEST(nothing_to_do)
{
	fanout_run(0, 32, count, calls);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fanout");
	TCase *tcase = test_case(suite, "fanout");

	tcase_add_loop_test(tcase, each_once, 0, COUNT(limits));
	tcase_add_test(tcase, all_at_once);
	tcase_add_test(tcase, nothing_to_do);
	return test_run(suite);
}
