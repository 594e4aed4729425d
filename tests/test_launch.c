/* A private tor: startup, failures, and nothing left behind. */
#include "tor/launch.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/files.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 20000 }; /* ms, for what takes a moment */

/* Per test, as the working directory: TMPDIR "tmp", "stub" for tor, "fifo". */
static char *base;
static int lifeline; /* the FIFO's reading end: EOF when no stub is left */
static struct buf said;
static struct error error;

static void hear(void *arg, const char *text)
{
	buf_print(arg, "%s\n", text);
}

static void set_up(void)
{
	char *tmp;

	base = alloc_string("/tmp/torctl-test-XXXXXX");
	ck_assert(mkdtemp(base) && !chdir(base));
	ck_assert_int_eq(mkdir("tmp", 0700), 0);
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	lifeline = open("fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ck_assert_int_ge(lifeline, 0);
	tmp = alloc_print("%s/tmp", base);
	setenv("TMPDIR", tmp, 1);
	free(tmp);
}

static void await_stub_end(void)
{
	struct pollfd wait = { .fd = lifeline, .events = POLLIN };

	ck_assert_int_eq(poll(&wait, 1, PATIENCE), 1);
	ck_assert_int_eq(wait.revents & (POLLIN | POLLHUP), POLLHUP);
}

static void assert_nothing_left(void)
{
	char byte;

	ck_assert_int_eq(rmdir("tmp"), 0); /* fails unless empty */
	ck_assert_int_eq(mkdir("tmp", 0700), 0);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
	/* Killed processes disappear as soon as they are scheduled. */
	if (read(lifeline, &byte, 1) != 0)
		await_stub_end();
}

static void tear_down(void)
{
	assert_nothing_left();
	ck_assert_int_eq(chdir("/"), 0);
	files_remove_tree(base);
	close(lifeline);
	buf_clear(&said);
	error_clear(&error);
	free(base);
}

static void write_stub(const char *body)
{
	int fd = open("stub", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	char *text = alloc_print("#!/bin/sh\nexec 9>fifo\n"
		"now='Nov 22 10:02:33.000'\n%s\n", body);

	ck_assert(files_write_fd(fd, text, strlen(text)));
	close(fd);
	free(text);
}

static struct launch *start(const char *program, int timeout,
	const char *const *args)
{
	struct launch_config config = {
		.program = program,
		.args = (char *const *)args,
		.timeout = timeout,
		.progress = hear,
		.progress_arg = &said,
	};

	while (args && args[config.args_len])
		config.args_len++;
	error_clear(&error);
	return launch_start(&config, &error);
}

static struct launch *start_tor(const char *const *args)
{
	struct launch *launch = start("tor", PATIENCE, args);

	ck_assert_msg(!!launch, "%s", error.text ? error.text : "no text");
	ck_assert_int_eq(error.kind, ERROR_NONE);
	return launch;
}

static void assert_fails(const char *program, const char *const *args,
	enum error_kind kind, const char *text)
{
	ck_assert_ptr_null(start(program, PATIENCE, args));
	ck_assert_int_eq(error.kind, kind);
	ck_assert_str_eq(error.text, text);
	assert_nothing_left();
}

static pid_t pid_said(void)
{
	const char *at = strstr(buf_text(&said), "tor (pid ");

	ck_assert_ptr_nonnull(at);
	return (pid_t)strtol(at + strlen("tor (pid "), NULL, 10);
}

static int dial(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_uint_lt(strlen(path), sizeof(address.sun_path));
	memcpy(address.sun_path, path, strlen(path) + 1);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&address,
		sizeof(address)), 0);
	return fd;
}

START_TEST(starts_and_stops)
{
	int ends[2], fd, piped = pipe(ends);
	char *other = alloc_print("%s/other", base);
	const char *args[] = {
		"--ControlSocket", other, "--RunAsDaemon", "0", NULL,
	};
	struct launch *launch = start_tor(args);
	char *directory = alloc_string(launch_directory(launch));
	char *first = alloc_print("starting tor in %s\n", directory);
	pid_t tor = pid_said();
	struct stat about;
	char byte;

	ck_assert_ptr_eq(strstr(buf_text(&said), first), said.data);
	ck_assert_int_eq(strncmp(directory, base, strlen(base)), 0);
	ck_assert_int_eq(stat(directory, &about), 0);
	ck_assert_uint_eq(about.st_mode & 07777, 0700);
	ck_assert_int_eq(kill(tor, 0), 0);
	/* Ctrl-C and Ctrl-Z in our terminal do not affect it. */
	ck_assert_int_ne(getpgid(tor), getpgid(0));
	ck_assert_int_ne(getsid(tor), getsid(0));
	/* It does not inherit our descriptors: nothing else holds this end. */
	ck_assert_int_eq(piped, 0);
	close(ends[1]);
	ck_assert_int_eq(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	fd = dial(launch_socket(launch));
	ck_assert(files_write_fd(fd, "PROTOCOLINFO 1\r\n", 16));
	ck_assert_int_gt(read(fd, &byte, 1), 0);
	ck_assert_int_eq(stat(launch_cookie_file(launch), &about), 0);
	ck_assert_int_eq(about.st_size, 32);
	close(fd);
	close(dial(other)); /* added to our environment */
	ck_assert(!launch_ended(launch, &error));
	ck_assert_int_eq(error.kind, ERROR_NONE);
	launch_stop(launch);
	ck_assert_int_ne(access(directory, F_OK), 0);
	ck_assert_int_eq(kill(tor, 0), -1);
	ck_assert_int_eq(errno, ESRCH);
	free(first);
	free(directory);
	free(other);
}
END_TEST

/* Not run to see it: a test must not use the network. */
START_TEST(arguments_replace_torrc)
{
	const char *none[] = { "--dump-config", "short", NULL };
	const char *some[] = {
		"--dump-config", "short", "--DisableNetwork", "0",
		"--SocksPort", "auto", "--GeoIPFile", "/dev/null", NULL,
	};

	ck_assert_ptr_null(start("tor", PATIENCE, none));
	ck_assert_ptr_nonnull(strstr(error.text, "\n  DisableNetwork 1\n"));
	ck_assert_ptr_nonnull(strstr(error.text, "\n  SocksPort 0"));
	ck_assert_ptr_null(start("tor", PATIENCE, some));
	ck_assert_ptr_null(strstr(error.text, "DisableNetwork 1"));
	ck_assert_ptr_nonnull(strstr(error.text, "\n  SocksPort auto"));
	ck_assert_ptr_nonnull(strstr(error.text, "\n  GeoIPFile /dev/null\n"));
}
END_TEST

static const struct {
	const char *program, *args[3];
	enum error_kind kind;
	const char *text;
} failures[] = {
	{ "tor", { "--Bogus", "1" }, ERROR_CONNECTION,
		"tor exited with status 1:\n  [warn] Failed to parse/validate "
			"config: Unknown option 'Bogus'.  Failing.\n  [err] "
			"Reading config failed--see warnings above." },
	{ "tor", { "-f", "torrc" }, ERROR_USAGE, "-f is not allowed for a "
		"private tor: pass its lines as options, such as --SocksPort "
		"auto" },
	{ "tor", { "--runasdaemon", "1" }, ERROR_USAGE, "--runasdaemon is not "
		"allowed for a private tor: a private tor must stay in the "
		"foreground" },
	{ "torctl-no-such", { NULL }, ERROR_FILE,
		"cannot run torctl-no-such: No such file or directory; "
			"install the tor package, or add the directory of "
			"torctl-no-such to PATH (an absolute path)" },
	{ "/dev/null/tor", { NULL }, ERROR_FILE,
		"cannot run /dev/null/tor: Not a directory" },
};

START_TEST(fails)
{
	assert_fails(failures[_i].program, failures[_i].args,
		failures[_i].kind, failures[_i].text);
}
END_TEST

static const struct {
	const char *body, *text;
} endings[] = {
	{ "echo '[err] something'; exit 1",
		"tor exited with status 1:\n  [err] something" },
	{ "exit 0", "tor exited with status 0 without logging anything" },
	{ "echo a >&2; printf b; kill -9 $$",
		"tor was killed by signal 9 (Killed):\n  a\n  b" },
	/* We ignore and block the signal, tor must not: see ends_by_itself. */
	{ "kill -TERM $$; exit 3",
		"tor was killed by signal 15 (Terminated) without logging "
		"anything" },
	{ "for i in 1 2 3 4 5 6 7; do echo \"$now [warn] line $i\"\n"
	  "echo \"$now [notice] other\"; done; exit 255",
		"tor exited with status 255:\n  [warn] line 3\n  [warn] line "
		"4\n  [warn] line 5\n  [warn] line 6\n  [warn] line 7" },
	{ "for i in 1 2 3 4 5 6; do echo \"$now [notice] $i\"; done; exit 2",
		"tor exited with status 2:\n  [notice] 2\n  [notice] 3\n  "
		"[notice] 4\n  [notice] 5\n  [notice] 6" },
	{ "head -c 100000 /dev/zero | tr '\\0' x; echo; echo '[err] end'; "
	  "exit 1",
		"tor exited with status 1:\n  [err] end" },
	/* Other processes in tor's process group are killed as well. */
	{ "sleep 1000 & exit 4",
		"tor exited with status 4 without logging anything" },
};

START_TEST(ends_by_itself)
{
	sigset_t term;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	signal(SIGTERM, SIG_IGN);
	write_stub(endings[_i].body);
	assert_fails("./stub", NULL, ERROR_CONNECTION, endings[_i].text);
	sigprocmask(SIG_UNBLOCK, &term, NULL);
	signal(SIGTERM, SIG_DFL);
}
END_TEST

/*
 * 1 s for the shell to set its trap; then 3 s until SIGKILL. One that prints
 * something may need more.
 */
START_TEST(hangs)
{
	int timeout = 1000;
	char *want = NULL;

	write_stub(_i ? "trap '' TERM; while :; do sleep 1000; done" :
		"echo '[warn] slow today'; sleep 1000");
	for (bool said_it = false; !said_it; timeout *= 2) {
		ck_assert_int_lt(timeout, PATIENCE);
		ck_assert_ptr_null(start("./stub", timeout, NULL));
		ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
		free(want);
		want = alloc_print("tor did not open its control socket within "
			"%d s%s", timeout / 1000, _i ? " without logging "
			"anything" : ":\n  [warn] slow today");
		said_it = _i || !strstr(error.text, " without logging "
			"anything");
	}
	ck_assert_str_eq(error.text, want);
	free(want);
}
END_TEST

START_TEST(tor_is_killed)
{
	struct launch *launch = start_tor(NULL);

	kill(pid_said(), SIGKILL);
	ck_assert(launch_ended(launch, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_ptr_nonnull(strstr(error.text, "by signal 9 (Killed)"));
	ck_assert_int_eq(access(launch_directory(launch), F_OK), 0);
	ck_assert(launch_ended(launch, NULL));
	launch_stop(launch);
}
END_TEST

#ifdef __linux__
/* Its guardian is stopped for a while: tor's exit is noticed all the same. */
START_TEST(guardian_is_slow)
{
	struct buf pid = BUF_INIT;
	struct launch *launch;
	pid_t guardian, waker;

	write_stub("echo $PPID >ppid; exec tor \"$@\"");
	launch = start("./stub", PATIENCE, NULL);
	ck_assert_msg(!!launch, "%s", error.text);
	ck_assert(files_read("ppid", 32, &pid, NULL));
	guardian = (pid_t)strtol(pid.data, NULL, 10);
	kill(guardian, SIGSTOP);
	waker = fork();
	if (!waker) {
		poll(NULL, 0, 400);
		kill(guardian, SIGCONT);
		_exit(0);
	}
	kill(pid_said(), SIGKILL);
	ck_assert(launch_ended(launch, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "by signal 9 (Killed)"));
	ck_assert_int_eq(waitpid(waker, NULL, 0), waker);
	launch_stop(launch);
	buf_clear(&pid);
}
END_TEST

START_TEST(guardian_is_killed)
{
	struct buf pid = BUF_INIT;
	struct launch *launch;

	write_stub("echo $PPID >ppid; exec tor \"$@\"");
	launch = start("./stub", PATIENCE, NULL);
	ck_assert_msg(!!launch, "%s", error.text);
	ck_assert(files_read("ppid", 32, &pid, NULL));
	kill((pid_t)strtol(pid.data, NULL, 10), SIGKILL);
	ck_assert(launch_ended(launch, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	await_stub_end();
	launch_stop(launch);
	buf_clear(&pid);
}
END_TEST
#endif

static struct launch *running; /* for the handler below */

static void on_signal(int number)
{
	launch_abandon_from_signal(running);
	signal(number, SIG_DFL);
	raise(number);
}

/*
 * A process with its own tor that is then killed by the signal `number`.
 * Returns the tor's directory, the caller's.
 */
static char *die_of(int number)
{
	struct buf directory = BUF_INIT;
	int ends[2], status;
	pid_t pid;

	write_stub("exec tor \"$@\"");
	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		signal(SIGTERM, on_signal);
		running = start("./stub", PATIENCE, NULL);
		if (running)
			files_write_fd(ends[1], launch_directory(running),
				strlen(launch_directory(running)));
		raise(number);
		_exit(1);
	}
	close(ends[1]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == number);
	ck_assert(files_read_fd(ends[0], "pipe", 4096, &directory, NULL));
	ck_assert_uint_gt(directory.len, 0);
	close(ends[0]);
	return buf_steal(&directory);
}

START_TEST(owner_is_killed)
{
	char *directory = die_of(SIGKILL);
	int64_t deadline = clock_deadline(PATIENCE);

	await_stub_end();
	while (!access(directory, F_OK)) { /* not removed by our child */
		ck_assert_int_lt(clock_now(), deadline);
		poll(NULL, 0, 2);
	}
	free(directory);
}
END_TEST

START_TEST(owner_is_terminated)
{
	char *directory = die_of(SIGTERM);

	ck_assert_int_ne(access(directory, F_OK), 0);
	free(directory);
	launch_abandon_from_signal(NULL);
	launch_stop(NULL);
}
END_TEST

/* Too long for a socket, impossible in a torrc, and missing. */
START_TEST(unfit_tmpdir)
{
	char *names[] = {
		alloc_print("%s/%0100d", base, 0), alloc_print("%s/a b", base),
		alloc_string("relative"), alloc_string(""),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct launch *launch;

		setenv("TMPDIR", names[i], 1);
		launch = start_tor(NULL);
		ck_assert_uint_eq(strlen(launch_directory(launch)),
			strlen("/tmp/torctl-XXXXXX"));
		launch_stop(launch);
		free(names[i]);
	}
	setenv("TMPDIR", "/dev/null", 1);
	assert_fails("tor", NULL, ERROR_FILE,
		"cannot create a directory in /dev/null: Not a directory; set "
			"TMPDIR to a writable directory");
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		starts_and_stops, arguments_replace_torrc, tor_is_killed,
#ifdef __linux__
		guardian_is_slow, guardian_is_killed,
#endif
		owner_is_killed, owner_is_terminated, unfit_tmpdir,
	};
	TCase *tcase = tcase_create("launch");
	Suite *suite = suite_create("launch");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 120);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tcase, tests[i]);
	tcase_add_loop_test(tcase, hangs, 0, 2);
	tcase_add_loop_test(tcase, fails, 0,
		sizeof(failures) / sizeof(*failures));
	tcase_add_loop_test(tcase, ends_by_itself, 0,
		sizeof(endings) / sizeof(*endings));
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
