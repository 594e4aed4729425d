/* What a process can still do in the sandbox. */
#include "lib/test.h"
#include "util/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BIG = 1024 * 1024 };

/* Returns the wait status of a child that runs this in the sandbox. */
static int run(bool (*act)(void))
{
	pid_t pid = fork();
	int status = 0;

	ck_assert_int_ge(pid, 0);
	if (!pid) {
		sandbox_enter();
		_exit(!act());
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

static int ends[2];

static bool copies(void)
{
	char *bytes = malloc(BIG);
	struct pollfd wait = { .fd = ends[1], .events = POLLIN };
	char got[6] = "";
	bool ok = bytes;

	if (bytes)
		memset(bytes, 1, BIG);
	bytes = realloc(bytes, 2 * BIG);
	ok = ok && bytes && send(ends[0], "hello", 6, MSG_NOSIGNAL) == 6 &&
		poll(&wait, 1, -1) == 1 &&
		recv(ends[1], got, 6, MSG_DONTWAIT) == 6 &&
		!strcmp(got, "hello") && write(ends[0], "", 1) == 1 &&
		read(ends[1], got, 1) == 1 && !shutdown(ends[0], SHUT_WR) &&
		!close(ends[0]);
	free(bytes);
	return ok;
}

START_TEST(copying_goes_on)
{
	int status;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	status = run(copies);
	ck_assert_int_eq(status, 0);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

static bool opens(void)
{
	return open("/", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES;
}

static bool executes(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno == EACCES;
}

static bool makes_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static bool makes_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0;
}

/*
 * Landlock refuses the first two, seccomp ends a process that tries any of
 * them.
 */
START_TEST(anything_else_does_not)
{
	static bool (*const acts[])(void) = { opens, executes, makes_code,
		makes_socket };
	struct sandbox found = sandbox_find();
	int status;

	if (!found.seccomp && (!found.landlock || _i > 1))
		return;
	status = run(acts[_i]);
	if (found.seccomp)
		ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	else
		ck_assert_int_eq(status, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sandbox");
	TCase *tcase = test_case(suite, "sandbox");

	tcase_add_test(tcase, copying_goes_on);
	tcase_add_loop_test(tcase, anything_else_does_not, 0, 4);
	return test_run(suite);
}
