/*
 * The parts of the library Check that the unit tests use, for machines and C
 * libraries without Check (make check-m32, check-musl). As with Check, each
 * test is a separate process, and the output has the same form.
 */
#ifndef TESTS_STANDIN_CHECK_H
#define TESTS_STANDIN_CHECK_H

#include <inttypes.h>
#include <string.h>

typedef struct suite Suite;
typedef struct tcase TCase;
typedef struct runner SRunner;
typedef struct standin_test TTest;

struct standin_test {
	const char *name;
	void (*run)(int _i);
};

enum print_output { CK_ENV, CK_NORMAL, CK_SILENT };
enum fork_status { CK_FORK, CK_NOFORK };

#define START_TEST(test) \
	static void test##_run(int _i); \
	static const TTest test##_test = { #test, test##_run }; \
	static const TTest *test = &test##_test; \
	static void test##_run(int _i __attribute__((unused))) \
	{
#define END_TEST }

Suite *suite_create(const char *name);
void suite_add_tcase(Suite *suite, TCase *tcase);
TCase *tcase_create(const char *name);
void tcase_set_timeout(TCase *tcase, double seconds);
void tcase_add_checked_fixture(TCase *tcase, void (*setup)(void),
	void (*teardown)(void));
void tcase_add_loop_test(TCase *tcase, const TTest *test,
	int from, int to);
#define tcase_add_test(tcase, test) tcase_add_loop_test(tcase, test, 0, 1)

SRunner *srunner_create(Suite *suite);
void srunner_set_fork_status(SRunner *runner, enum fork_status fork);
void srunner_run_all(SRunner *runner, enum print_output how);
int srunner_ntests_failed(SRunner *runner);
void srunner_free(SRunner *runner);

/* Prints the place and message and ends the test's process, from any thread. */
_Noreturn void standin_fail(const char *file, int line, const char *format,
	...) __attribute__((format(printf, 3, 4)));

#define ck_abort_msg(...) standin_fail(__FILE__, __LINE__, __VA_ARGS__)
#define ck_assert_msg(true_, ...) \
	((true_) ? (void)0 : ck_abort_msg(__VA_ARGS__))
#define ck_assert(true_) ck_assert_msg(true_, "not so: %s", #true_)

#define standin_compare(type, form, a, op, b) \
	do { \
		type a_ = (a); \
		type b_ = (b); \
		ck_assert_msg(a_ op b_, "not so: %s %s %s; %" form " and %" \
			form, #a, #op, #b, a_, b_); \
	} while (0)
#define ck_assert_int_eq(a, b) standin_compare(intmax_t, PRIdMAX, a, ==, b)
#define ck_assert_int_ne(a, b) standin_compare(intmax_t, PRIdMAX, a, !=, b)
#define ck_assert_int_lt(a, b) standin_compare(intmax_t, PRIdMAX, a, <, b)
#define ck_assert_int_le(a, b) standin_compare(intmax_t, PRIdMAX, a, <=, b)
#define ck_assert_int_gt(a, b) standin_compare(intmax_t, PRIdMAX, a, >, b)
#define ck_assert_int_ge(a, b) standin_compare(intmax_t, PRIdMAX, a, >=, b)
#define ck_assert_uint_eq(a, b) standin_compare(uintmax_t, PRIuMAX, a, ==, b)
#define ck_assert_uint_ne(a, b) standin_compare(uintmax_t, PRIuMAX, a, !=, b)
#define ck_assert_uint_lt(a, b) standin_compare(uintmax_t, PRIuMAX, a, <, b)
#define ck_assert_uint_le(a, b) standin_compare(uintmax_t, PRIuMAX, a, <=, b)
#define ck_assert_uint_gt(a, b) standin_compare(uintmax_t, PRIuMAX, a, >, b)
#define ck_assert_uint_ge(a, b) standin_compare(uintmax_t, PRIuMAX, a, >=, b)
#define ck_assert_ptr_eq(a, b) standin_compare(const void *, "p", a, ==, b)
#define ck_assert_ptr_ne(a, b) standin_compare(const void *, "p", a, !=, b)
#define ck_assert_ptr_null(a) ck_assert_ptr_eq(a, NULL)
#define ck_assert_ptr_nonnull(a) ck_assert_ptr_ne(a, NULL)

/* NULL equals only NULL, and ck_assert_str_eq() rejects it. */
#define standin_strings(a, b, good) \
	do { \
		const char *a_ = (a), *b_ = (b); \
		ck_assert_msg(good, "%s and %s: \"%s\" and \"%s\"", #a, #b, \
			a_ ? a_ : "(null)", b_ ? b_ : "(null)"); \
	} while (0)
#define ck_assert_str_eq(a, b) \
	standin_strings(a, b, a_ && b_ && !strcmp(a_, b_))
#define ck_assert_str_ne(a, b) \
	standin_strings(a, b, a_ && b_ && strcmp(a_, b_))
#define ck_assert_pstr_eq(a, b) \
	standin_strings(a, b, a_ && b_ ? !strcmp(a_, b_) : a_ == b_)
#define ck_assert_mem_eq(a, b, size) \
	ck_assert_msg(!memcmp(a, b, size), "%s and %s differ", #a, #b)

#endif
