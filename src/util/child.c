/* A child process whose standard input and output is one socket. */
#include "util/child.h"

#include "util/clock.h"
#include "util/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CHILD_PAUSE_MAX = 20, /* ms between checks whether it has ended */
	CHILD_TERM_WAIT = 1000,
	/* A child may write faster than we read. */
	CHILD_READS = 16,
};

/* The child's descriptors, with numbers above those of the standard streams. */
enum { STREAM, ERRORS, REPORT, GIVEN };

/*
 * Restores the defaults, which torctl's handlers replace, and unblocks signals,
 * which threads block. Signals that the caller ignores stay ignored, as with
 * nohup.
 */
static void reset_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++) {
		struct sigaction action;

		if (!sigaction(number, NULL, &action) &&
			action.sa_handler != SIG_IGN)
			signal(number, SIG_DFL);
	}
	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become(char *const *argv, bool session,
	const int *given)
{
	if (session)
		setsid();
	dup2(given[STREAM], STDIN_FILENO);
	dup2(given[STREAM], STDOUT_FILENO);
	dup2(given[ERRORS], STDERR_FILENO);
	reset_signals();
	execvp(argv[0], argv);
	(void)!write(given[REPORT], &errno, sizeof(errno));
	_exit(127);
}

/* Waits for the report of a failed exec(). Returns 0 if there is none. */
static int read_report(int fd)
{
	int why = 0;
	ssize_t got;

	do
		got = read(fd, &why, sizeof(why));
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(why) ? why : 0;
}

/* Duplicates `fd` with a number above those of the standard streams. */
static int lift(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

/* Forks, with signals blocked in the child until its handlers are gone. */
static int fork_child(struct child *child, char *const *argv, bool session,
	const int *given)
{
	sigset_t all, before;
	int why;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	child->pid = fork();
	why = errno;
	if (!child->pid)
		become(argv, session, given);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return child->pid < 0 ? why : 0;
}

static bool open_ends(int stream[2], int errors[2], int report[2],
	int given[GIVEN])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, stream) < 0)
		return false;
#ifdef SO_NOSIGPIPE
	/* For systems whose send() has no MSG_NOSIGNAL. */
	setsockopt(stream[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 },
		sizeof(int));
#endif
	if (fcntl(stream[0], F_SETFD, FD_CLOEXEC) < 0 ||
		fcntl(stream[1], F_SETFD, FD_CLOEXEC) < 0 ||
		!pipe_open(errors) || !pipe_open(report) ||
		fcntl(errors[0], F_SETFL, O_NONBLOCK) < 0)
		return false;
	given[STREAM] = lift(stream[1]);
	given[ERRORS] = lift(errors[1]);
	given[REPORT] = lift(report[1]);
	return given[STREAM] >= 0 && given[ERRORS] >= 0 && given[REPORT] >= 0;
}

bool child_start(struct child *child, char *const *argv, bool session)
{
	int stream[2] = { -1, -1 }, errors[2] = { -1, -1 };
	int report[2] = { -1, -1 }, given[GIVEN] = { -1, -1, -1 };
	int why = 0;

	*child = (struct child){ .fd = -1, .error_fd = -1 };
	if (!open_ends(stream, errors, report, given))
		why = errno;
	else
		why = fork_child(child, argv, session, given);
	for (int i = 0; i < GIVEN; i++)
		if (given[i] >= 0)
			close(given[i]);
	if (report[1] >= 0)
		close(report[1]);
	report[1] = -1;
	if (!why) {
		why = read_report(report[0]);
		if (why)
			child_wait(child, CLOCK_NEVER);
	}
	if (!why) {
		child->fd = stream[0];
		child->error_fd = errors[0];
		stream[0] = errors[0] = -1;
	}
	pipe_close(stream);
	pipe_close(errors);
	pipe_close(report);
	errno = why;
	return !why;
}

/* Returns whether more may arrive. */
static bool read_some(struct child *child)
{
	struct buf *errors = &child->errors;
	ssize_t got;

	do
		got = read(child->error_fd, buf_reserve(errors,
			CHILD_ERRORS_MAX), CHILD_ERRORS_MAX);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return got < 0 && errno == EAGAIN;
	if (child->note)
		child->note(child->note_arg, (struct span){ errors->data +
			errors->len, (size_t)got });
	errors->len += (size_t)got;
	errors->data[errors->len] = '\0';
	if (errors->len > CHILD_ERRORS_MAX)
		buf_consume(errors, errors->len - CHILD_ERRORS_MAX);
	return true;
}

void child_read_errors(struct child *child)
{
	struct pollfd wait = { .fd = child->error_fd, .events = POLLIN };

	for (int i = 0; i < CHILD_READS && child->error_fd >= 0 &&
		poll(&wait, 1, 0) > 0; i++)
		if (!read_some(child)) {
			close(child->error_fd);
			wait.fd = child->error_fd = -1;
		}
}

/* Code that reaps all children of this process may have been faster. */
static bool has_ended(struct child *child)
{
	pid_t got;

	if (child->ended)
		return true;
	do
		got = waitpid(child->pid, &child->status, WNOHANG);
	while (got < 0 && errno == EINTR);
	child->ended = got;
	return got;
}

/*
 * Most programs end soon after their standard error, but another process may
 * keep that open.
 */
bool child_wait(struct child *child, int64_t deadline)
{
	int pause = 1;

	while (!has_ended(child)) {
		struct pollfd wait = { .fd = child->error_fd,
			.events = POLLIN };
		int left = clock_poll_timeout(deadline);

		if (!left)
			break;
		if (left < 0 || left > pause)
			left = pause;
		poll(&wait, 1, left);
		child_read_errors(child);
		pause = pause * 2 < CHILD_PAUSE_MAX ? pause * 2 :
			CHILD_PAUSE_MAX;
	}
	child_read_errors(child);
	return child->ended;
}

void child_end(struct child *child, int grace)
{
	if (!child_wait(child, clock_deadline(grace))) {
		kill(child->pid, SIGTERM);
		kill(child->pid, SIGCONT); /* also for a stopped child */
		if (!child_wait(child, clock_deadline(CHILD_TERM_WAIT)))
			kill(child->pid, SIGKILL);
		child_wait(child, CLOCK_NEVER);
	}
	if (child->error_fd >= 0)
		close(child->error_fd);
	child->error_fd = -1;
	buf_clear(&child->errors);
}
