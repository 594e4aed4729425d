/* Commands of the user, run by sh. */
#include "cmd/sh.h"

#include "util/pipe.h"
#include "util/shield.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool sh_is_command(const char *value)
{
	return value && value[strspn(value, " \t\n")];
}

/* posix_spawn() would do most of this, but cannot set a limit. */
struct child {
	char *const *argv;
	int input, output; /* -1: inherited */
	int failure; /* gets errno if sh cannot be run */
	const sigset_t *defaults, *mask;
};

/* No handler of ours may run in the child. */
static void reset_signals(const sigset_t *defaults)
{
	struct sigaction action = { .sa_handler = SIG_DFL }, old;

	for (int number = 1; number < NSIG; number++)
		if (!sigaction(number, NULL, &old) &&
			(old.sa_handler != SIG_IGN ||
			sigismember(defaults, number) == 1))
			sigaction(number, &action, NULL);
}

/* Other threads may hold locks, so this allocates no memory. */
static _Noreturn void become_sh(const struct child *child)
{
	int reason;

	shield_restore_limit();
	reset_signals(child->defaults);
	sigprocmask(SIG_SETMASK, child->mask, NULL);
	if ((child->input < 0 || dup2(child->input, STDIN_FILENO) >= 0) &&
		(child->output < 0 || dup2(child->output, STDOUT_FILENO) >= 0))
		execv("/bin/sh", child->argv);
	reason = errno;
	(void)!write(child->failure, &reason, sizeof(reason));
	_exit(127);
}

/* Returns the errno if the child could not run sh, or 0. */
static int read_failure(int fd)
{
	ssize_t got;
	int reason;

	do
		got = read(fd, &reason, sizeof(reason));
	while (got < 0 && errno == EINTR);
	return got == sizeof(reason) ? reason : 0;
}

/* Returns the process, or -1 with errno set. */
static pid_t start(struct child *child)
{
	int failure[2], reason;
	sigset_t all, mask;
	pid_t pid;

	if (!pipe_open(failure))
		return -1;
	child->failure = failure[1];
	child->mask = &mask;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &mask);
	pid = fork();
	reason = errno;
	if (!pid)
		become_sh(child);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	close(failure[1]);
	if (pid > 0) {
		reason = read_failure(failure[0]);
		while (reason && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(failure[0]);
	errno = reason;
	return reason ? -1 : pid;
}

pid_t sh_start(const char *command, const char *argument, int input,
	int output, const sigset_t *defaults, struct error *error)
{
	char *argv[] = { (char[]){ "sh" }, (char[]){ "-c" },
		(char *)(size_t)command, (char[]){ "sh" },
		(char *)(size_t)argument, NULL };
	int null = input < 0 && !isatty(STDIN_FILENO) ?
		open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
	struct child child = { .argv = argv, .input = null < 0 ? input : null,
		.output = output, .defaults = defaults };
	pid_t pid = start(&child);

	if (pid < 0)
		error_set(error, ERROR_FILE, "cannot run sh: %s",
			strerror(errno));
	if (null >= 0)
		close(null);
	return pid;
}
