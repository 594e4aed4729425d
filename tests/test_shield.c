/* Memory that other processes cannot read. */
#include "cmd/shield.h"
#include "lib/test.h"

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

START_TEST(memory_is_out_of_reach)
{
#if defined(__linux__) && !defined(SANITIZED)
	struct rlimit before, after;

	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &before), 0);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE), 1);
	shield_memory();
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE), 0);
	/* Children inherit it. */
	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &after), 0);
	ck_assert_uint_eq(after.rlim_cur, before.rlim_cur);
#endif
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shield");
	TCase *tcase = test_case(suite, "shield");

	tcase_add_test(tcase, memory_is_out_of_reach);
	return test_run(suite);
}
