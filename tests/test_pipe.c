/* Pipes that children do not inherit. */
#include "lib/test.h"
#include "util/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

START_TEST(opens_and_closes)
{
	int ends[2];
	char byte;

	ck_assert(_i ? pipe_open_unblocked(ends) : pipe_open(ends));
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(fcntl(ends[i], F_GETFD) & FD_CLOEXEC,
			FD_CLOEXEC);
		ck_assert_int_eq(fcntl(ends[i], F_GETFL) & O_NONBLOCK,
			_i ? O_NONBLOCK : 0);
	}
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	ck_assert_int_eq(read(ends[0], &byte, 1), 1);
	ck_assert_int_eq(byte, 'x');
	close(ends[1]);
	ends[1] = -1;
	ck_assert_int_eq(read(ends[0], &byte, 1), 0);
	pipe_close(ends);
	ck_assert_int_eq(ends[0], -1);
	ck_assert_int_eq(ends[1], -1);
	pipe_close(ends);
}
END_TEST

START_TEST(no_descriptor_is_left)
{
	struct rlimit limit, none;
	int ends[2] = { 0, 1 };

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	none = limit;
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	errno = 0;
	ck_assert(_i ? !pipe_open_unblocked(ends) : !pipe_open(ends));
	ck_assert_int_eq(errno, EMFILE);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(ends[0], -1);
	ck_assert_int_eq(ends[1], -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pipe");
	TCase *tcase = test_case(suite, "pipe");

	tcase_add_loop_test(tcase, opens_and_closes, 0, 2);
	tcase_add_loop_test(tcase, no_descriptor_is_left, 0, 2);
	return test_run(suite);
}
