/* Helpers around Check that every unit test needs. */
#ifndef TESTS_LIB_TEST_H
#define TESTS_LIB_TEST_H

#include "util/buf.h"
#include "util/span.h"

#include <check.h>
#include <stdint.h>

/* A span of a literal, which may contain NULs: initialiser and value. */
#define BYTES(literal) { literal, sizeof(literal) - 1 }
#define SPAN(literal) ((struct span)BYTES(literal))

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Adds `function` once for each row of `table`, which it finds as [_i]. */
#define test_add_table(tcase, function, table) \
	tcase_add_loop_test(tcase, function, 0, (int)COUNT(table))

/* Fails, showing both, unless two spans hold the same bytes. */
#define test_span_eq(got, want) \
	do { \
		char *difference_ = test_difference(got, want); \
		ck_assert_msg(!difference_, "%s", difference_); \
	} while (0)

/* Does the same for a buffer, which it clears. */
#define test_buf_eq(got, want) \
	do { \
		test_span_eq(buf_span(got), want); \
		buf_clear(got); \
	} while (0)

/* Returns NULL if the two are equal, else both as text. */
char *test_difference(struct span got, struct span want);

/* Returns the next of a fixed pseudo-random series; `state` must not be 0. */
uint32_t test_random(uint32_t *state);

/*
 * Creates an empty directory in TMPDIR. The name is the caller's, who also
 * removes the directory (files_remove_tree()).
 */
char *test_directory(void);

/*
 * Ends a child that fork() made, with the status 0 or not. It becomes another
 * program: valgrind would report all that the child holds.
 */
_Noreturn void test_leave_child(bool ok);

/* Starts a process named "tor", which on Linux ends with this one. */
void test_pretend_tor(void);

/* Returns a new test case in `suite`. */
TCase *test_case(Suite *suite, const char *name);

/* Runs `suite` and prints Check's summary; returns main()'s exit status. */
int test_run(Suite *suite);

#endif
