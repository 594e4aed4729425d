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
#include <sys/un.h>
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

static bool serves(void)
{
	int fd = open("/", O_RDONLY | O_CLOEXEC);
	int server = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un here = { .sun_family = AF_UNIX };
	bool ok = fd >= 0 && server >= 0;

	/* No such socket: that is not a refusal. */
	ok = ok && connect(server, (struct sockaddr *)&here,
		sizeof(here)) < 0 && errno != EPERM && errno != EACCES;
	close(fd);
	close(server);
	return ok;
}

static bool cannot_run(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno == EACCES || errno == EPERM;
}

static bool cannot_signal(void)
{
	return kill(getppid(), 0) < 0 && errno == EPERM;
}

static bool cannot_write(void)
{
	return open("/dev/null", O_WRONLY | O_CLOEXEC) < 0 && errno == EACCES;
}

/* Each must be true; the last needs Landlock, those before it seccomp. */
START_TEST(a_server_only_reads_and_connects)
{
	static bool (*const acts[])(void) = { serves, cannot_run, cannot_signal,
		cannot_write };
	struct sandbox found = sandbox_find();
	pid_t pid;
	int status = 0;

	if ((!found.seccomp && _i && _i < 3) || (!found.landlock && _i == 3))
		return;
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid) {
		sandbox_enter_server();
		_exit(!acts[_i]());
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sandbox");
	TCase *tcase = test_case(suite, "sandbox");

	tcase_add_test(tcase, copying_goes_on);
	tcase_add_loop_test(tcase, a_server_only_reads_and_connects, 0, 4);
	tcase_add_loop_test(tcase, anything_else_does_not, 0, 4);
	return test_run(suite);
}
