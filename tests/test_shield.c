/* Memory that other processes cannot read. */
#include "lib/test.h"
#include "util/shield.h"

#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static void check_limit(rlim_t soft, rlim_t hard)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &limit), 0);
	ck_assert_uint_eq(limit.rlim_cur, soft);
	ck_assert_uint_eq(limit.rlim_max, hard);
}

static void check_dumpable(int expected)
{
#if defined(__linux__) && !defined(SANITIZED)
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE), expected);
#else
	(void)expected;
#endif
}

START_TEST(memory_is_out_of_reach)
{
	struct rlimit most;

	/* If the hard limit is 0, so is every other. */
	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &most), 0);
	most.rlim_cur = most.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_CORE, &most), 0);
	shield_restore_limit();
	check_limit(most.rlim_cur, most.rlim_max);
	check_dumpable(1);
	for (int i = 0; i < 2; i++) {
		shield_memory();
		check_limit(0, most.rlim_max);
		check_dumpable(0);
	}
	shield_restore_limit();
	check_limit(most.rlim_cur, most.rlim_max);
	check_dumpable(0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shield");
	TCase *tcase = test_case(suite, "shield");

	tcase_add_test(tcase, memory_is_out_of_reach);
	return test_run(suite);
}
