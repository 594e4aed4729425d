/* The process that supervises a private tor and outlives torctl to clean up. */
#include "tor/guardian.h"

#include "util/clock.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* The guardian's descriptors, after 0, 1 and 2. */
enum { CHANNEL = 3, LOG = 4, FIRST_UNUSED = 5, LIFTED = 10 };

enum { GRACE = 3000, MOST_DESCRIPTORS = 65536 };

/* Opened before the fork, with numbers above those. */
struct descriptors {
	int null, log;
	int ours, theirs; /* the two ends of the channel */
};

/* Signals that a terminal, or killall, sends to us as well as to torctl. */
static const int ignored[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2,
	SIGTSTP, SIGTTIN, SIGTTOU,
};

static void on_child(int number)
{
	(void)number; /* only needs to interrupt pselect() */
}

/* Also removes torctl's handlers, which would write to its pipes. */
static void reset_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };

	for (int number = 1; number < NSIG; number++)
		sigaction(number, &action, NULL);
}

/* Call after the fork: tor must not inherit the ignored SIGTERM. */
static void set_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_IGN };
	sigset_t child;

	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		sigaction(ignored[i], &action, NULL);
	action.sa_handler = on_child;
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_SETMASK, &child, NULL);
}

static void close_from(int first)
{
#if defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__) || \
	__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 34)
	closefrom(first);
#else
	long most = sysconf(_SC_OPEN_MAX);

	if (most < 0 || most > MOST_DESCRIPTORS)
		most = MOST_DESCRIPTORS;
	for (int fd = first; fd < most; fd++)
		close(fd);
#endif
}

static void take_descriptors(const struct descriptors *given)
{
	for (int fd = 0; fd < CHANNEL; fd++)
		dup2(given->null, fd);
	dup2(given->theirs, CHANNEL);
	dup2(given->log, LOG);
	close_from(FIRST_UNUSED);
	fcntl(CHANNEL, F_SETFD, FD_CLOEXEC); /* open in tor until exec() */
}

/* torctl may have exited; then the note is not needed. */
static void tell(enum guardian_event event, int value)
{
	struct guardian_note note;

	memset(&note, 0, sizeof(note));
	note.event = event;
	note.value = value;
	files_write_fd(CHANNEL, (const char *)&note, sizeof(note));
}

/* In its own process group, tor gets no Ctrl-C or Ctrl-Z from the terminal. */
static _Noreturn void become_tor(const struct guardian_plan *plan)
{
	sigset_t none;

	setpgid(0, 0);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* if the guardian is killed */
#endif
	dup2(LOG, 1);
	dup2(LOG, 2);
	close_from(CHANNEL + 1);
	tell(GUARDIAN_STARTED, (int)getpid());
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(plan->program, plan->argv);
	tell(GUARDIAN_NO_EXEC, errno);
	_exit(127);
}

static bool has_ended(pid_t tor)
{
	siginfo_t info = { 0 };

	return !waitid(P_PID, (id_t)tor, &info, WEXITED | WNOHANG | WNOWAIT) &&
		info.si_pid == tor;
}

/*
 * Waits until tor exits, without reaping it. Returns false at the deadline or,
 * with `watch`, when torctl is gone. SIGCHLD is unblocked only inside
 * pselect(), so none is missed between has_ended() and the wait.
 */
static bool wait_for_end(pid_t tor, bool watch, int64_t deadline)
{
	sigset_t none;

	sigemptyset(&none);
	while (!has_ended(tor)) {
		int left = clock_poll_timeout(deadline);
		struct timespec timeout = {
			.tv_sec = left / 1000,
			.tv_nsec = left % 1000 * 1000000L,
		};
		fd_set set;
		int got;

		FD_ZERO(&set);
		if (watch)
			FD_SET(CHANNEL, &set);
		got = pselect(CHANNEL + 1, &set, NULL, NULL,
			left < 0 ? NULL : &timeout, &none);
		if (got >= 0 || errno != EINTR)
			return false;
	}
	return true;
}

/*
 * Waits for tor to exit, or stops it when torctl is gone. Stores tor's wait
 * status and returns whether it exited on its own.
 */
static bool watch_tor(pid_t tor, int *status)
{
	bool by_itself = wait_for_end(tor, true, CLOCK_NEVER);

	if (!by_itself) {
		kill(-tor, SIGTERM);
		wait_for_end(tor, false, clock_deadline(GRACE));
	}
	/* Until tor is reaped, the number of its group cannot be reused. */
	kill(-tor, SIGKILL);
	while (waitpid(tor, status, 0) < 0 && errno == EINTR)
		;
	/* Reap its orphans, if the system assigns them to us: see run(). */
	while (waitpid(-tor, NULL, 0) > 0 || errno == EINTR)
		;
	return by_itself;
}

static void wait_for_hangup(void)
{
	char byte;
	ssize_t got;

	do
		got = read(CHANNEL, &byte, 1);
	while (got > 0 || (got < 0 && errno == EINTR));
}

/*
 * Closes what only tor needs, and leaves the working directory so that no file
 * system stays busy.
 */
static void release(void)
{
	close(LOG);
	if (chdir("/") < 0)
		return; /* then it stays where it is */
}

/*
 * Runs the guardian, with all signals blocked at first: stops tor when the
 * other end of the channel closes, and keeps the directory until then.
 */
static _Noreturn void run(const struct guardian_plan *plan,
	const struct descriptors *given)
{
	int status = 0, why;
	bool by_itself = true;
	pid_t tor;

	setsid();
#ifdef __linux__
	prctl(PR_SET_NAME, "tor-guardian"); /* safe from "pkill -9 torctl" */
	prctl(PR_SET_CHILD_SUBREAPER, 1); /* tor's orphans become ours */
#endif
	take_descriptors(given);
	reset_signals();
	tor = fork();
	why = errno;
	if (!tor)
		become_tor(plan);
	set_signals();
	if (tor < 0) {
		tell(GUARDIAN_NO_FORK, why);
	} else {
		release();
		setpgid(tor, tor); /* tor does the same; either may be first */
		by_itself = watch_tor(tor, &status);
		if (by_itself)
			tell(GUARDIAN_ENDED, status);
	}
	if (by_itself)
		wait_for_hangup();
	files_remove_tree(plan->directory);
	_exit(0);
}

/* Moves `fd` above the guardian's numbers and sets close-on-exec. */
static int lift(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, (int)LIFTED);
	int saved = errno == EINVAL ? EMFILE : errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	return high;
}

static bool open_descriptors(const struct guardian_plan *plan,
	struct descriptors *made)
{
	int pair[2];

	made->null = lift(open("/dev/null", O_RDWR));
	if (made->null < 0)
		return false;
	made->log = lift(open(plan->log,
		O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0600));
	if (made->log < 0)
		return false;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return false;
	made->ours = lift(pair[0]);
	made->theirs = lift(pair[1]);
	return made->ours >= 0 && made->theirs >= 0;
}

static void close_descriptors(const struct descriptors *made)
{
	const int all[] = {
		made->null, made->log, made->ours, made->theirs,
	};
	int saved = errno;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i] >= 0)
			close(all[i]);
	errno = saved;
}

pid_t guardian_start(const struct guardian_plan *plan, int *channel)
{
	struct descriptors made = { -1, -1, -1, -1 };
	pid_t pid = -1;

	if (open_descriptors(plan, &made))
		pid = fork();
	if (!pid)
		run(plan, &made);
	if (pid > 0) {
		*channel = made.ours;
		made.ours = -1;
	}
	close_descriptors(&made);
	return pid;
}
