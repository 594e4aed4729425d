/* What every unit test needs around Check. */
#ifndef TESTS_LIB_TEST_H
#define TESTS_LIB_TEST_H

#include "util/buf.h"
#include "util/span.h"

#include <check.h>
#include <stdint.h>

/* A span of a literal, NULs inside counted: to initialise, and as a value. */
#define BYTES(literal) { literal, sizeof(literal) - 1 }
#define SPAN(literal) ((struct span)BYTES(literal))

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Adds `function` once for each row of `table`, which it finds as [_i]. */
#define test_add_table(tcase, function, table) \
	tcase_add_loop_test(tcase, function, 0, (int)COUNT(table))

/* Fails, both sides shown, unless two spans hold the same bytes. */
#define test_span_eq(got, want) \
	do { \
		char *difference_ = test_difference(got, want); \
		ck_assert_msg(!difference_, "%s", difference_); \
	} while (0)

/* The same for a buffer; the buffer is cleared. */
#define test_buf_eq(got, want) \
	do { \
		test_span_eq(buf_span(got), want); \
		buf_clear(got); \
	} while (0)

/* NULL when they are alike, else both as text. */
char *test_difference(struct span got, struct span want);

/* The next of a fixed row of numbers that look random; `state` is not 0. */
uint32_t test_random(uint32_t *state);

/*
 * A new empty directory in TMPDIR; the caller's, as is removing it
 * (files_remove_tree()).
 */
char *test_directory(void);

/* A new test case in `suite`. */
TCase *test_case(Suite *suite, const char *name);

/* Runs `suite`, prints Check's summary; what main() has to return. */
int test_run(Suite *suite);

#endif
