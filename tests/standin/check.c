/* The parts of the library Check that the unit tests use. */
#include "standin/check.h"

#include "util/alloc.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct row {
	const TTest *test;
	int from, to;
};

struct tcase {
	const char *name;
	double timeout;
	void (*setup)(void), (*teardown)(void);
	struct row *rows;
	size_t count;
	TCase *next;
};

struct suite {
	const char *name;
	TCase *first, **end;
};

struct runner {
	Suite *suite;
	bool silent, one_process;
	int checks, failures, errors;
};

static double number_of(const char *variable, double otherwise)
{
	const char *text = getenv(variable);

	return text ? strtod(text, NULL) : otherwise;
}

Suite *suite_create(const char *name)
{
	Suite *suite = alloc_zeroed(sizeof(*suite));

	suite->name = name;
	suite->end = &suite->first;
	return suite;
}

void suite_add_tcase(Suite *suite, TCase *tcase)
{
	*suite->end = tcase;
	suite->end = &tcase->next;
}

TCase *tcase_create(const char *name)
{
	TCase *tcase = alloc_zeroed(sizeof(*tcase));

	tcase->name = name;
	tcase_set_timeout(tcase, number_of("CK_DEFAULT_TIMEOUT", 4));
	return tcase;
}

void tcase_set_timeout(TCase *tcase, double seconds)
{
	tcase->timeout = seconds * number_of("CK_TIMEOUT_MULTIPLIER", 1);
}

void tcase_add_checked_fixture(TCase *tcase, void (*setup)(void),
	void (*teardown)(void))
{
	tcase->setup = setup;
	tcase->teardown = teardown;
}

void tcase_add_loop_test(TCase *tcase, const TTest *test,
	int from, int to)
{
	tcase->rows = realloc(tcase->rows,
		(tcase->count + 1) * sizeof(*tcase->rows));
	if (!tcase->rows)
		abort();
	tcase->rows[tcase->count++] = (struct row){ test, from, to };
}

SRunner *srunner_create(Suite *suite)
{
	SRunner *runner = alloc_zeroed(sizeof(*runner));

	runner->suite = suite;
	return runner;
}

int srunner_ntests_failed(SRunner *runner)
{
	return runner->failures + runner->errors;
}

void srunner_set_fork_status(SRunner *runner, enum fork_status fork)
{
	runner->one_process = fork == CK_NOFORK;
}

void srunner_free(SRunner *runner)
{
	for (TCase *tcase = runner->suite->first, *next; tcase; tcase = next) {
		next = tcase->next;
		free(tcase->rows);
		free(tcase);
	}
	free(runner->suite);
	free(runner);
}

void standin_fail(const char *file, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s:%d: ", file, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	_exit(EXIT_FAILURE);
}

/*
 * Waits for the test's process, with SIGCHLD blocked. On a timeout, kills it
 * and returns false.
 */
static bool await(pid_t pid, double timeout, int *status)
{
	struct timespec left = {
		.tv_sec = (time_t)timeout,
		.tv_nsec = (long)((timeout - (double)(time_t)timeout) * 1e9),
	};
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	while (waitpid(pid, status, WNOHANG) == 0) {
		if (sigtimedwait(&child, NULL, &left) >= 0 || errno == EINTR)
			continue;
		kill(-pid, SIGKILL);
		waitpid(pid, status, 0);
		return false;
	}
	return true;
}

static void run_here(const TCase *tcase, const struct row *row, int turn)
{
	if (tcase->setup)
		tcase->setup();
	row->test->run(turn);
	if (tcase->teardown)
		tcase->teardown();
}

static void run_turn(SRunner *runner, const TCase *tcase,
	const struct row *row, int turn)
{
	sigset_t child, mask;
	int status = 0;
	bool in_time;
	pid_t pid;

	if (runner->one_process) {
		run_here(tcase, row, turn);
		runner->checks++;
		return;
	}
	fflush(NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &mask);
	pid = fork();
	if (pid < 0) {
		perror("fork");
		exit(EXIT_FAILURE);
	}
	if (!pid) {
		setpgid(0, 0);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		run_here(tcase, row, turn);
		exit(EXIT_SUCCESS);
	}
	setpgid(pid, pid);
	in_time = await(pid, tcase->timeout, &status);
	kill(-pid, SIGKILL); /* kill what it left behind */
	sigprocmask(SIG_SETMASK, &mask, NULL);
	runner->checks++;
	if (in_time && WIFEXITED(status) && !WEXITSTATUS(status))
		return;
	if (in_time && WIFEXITED(status))
		runner->failures++;
	else
		runner->errors++;
	printf("%s:%s:%d: %s\n", tcase->name, row->test->name, turn,
		!in_time ? "time-out" :
		WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "failed");
}

void srunner_run_all(SRunner *runner, enum print_output how)
{
	int good;

	runner->silent = how == CK_SILENT;
	if (!runner->silent)
		printf("Running suite(s): %s\n", runner->suite->name);
	for (TCase *t = runner->suite->first; t; t = t->next)
		for (size_t i = 0; i < t->count; i++)
			for (int n = t->rows[i].from; n < t->rows[i].to; n++)
				run_turn(runner, t, &t->rows[i], n);
	if (runner->silent)
		return;
	good = runner->checks - srunner_ntests_failed(runner);
	printf("%d%%: Checks: %d, Failures: %d, Errors: %d\n",
		runner->checks ? 100 * good / runner->checks : 0,
		runner->checks, runner->failures, runner->errors);
}
