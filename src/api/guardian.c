/* The process between us and a private tor, which outlives us to clean up. */
#include "api/guardian.h"

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

/* The guardian's own descriptors, behind 0, 1 and 2. */
enum { CHANNEL = 3, LOG = 4, FIRST_UNUSED = 5, LIFTED = 10 };

enum { GRACE = 3000, MOST_DESCRIPTORS = 65536 };

/* Made before the fork, out of the way of the numbers above. */
struct descriptors {
	int null, log;
	int ours, theirs; /* the channel's ends: torctl's, the guardian's */
};

/* What a terminal, or a kill by name, sends to us as well as to torctl. */
static const int ignored[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2,
	SIGTSTP, SIGTTIN, SIGTTOU,
};

static void on_child(int number)
{
	(void)number; /* the interrupted pselect() is all that is wanted */
}

/* Also takes torctl's handlers away: they would write into its pipes. */
static void reset_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };

	for (int number = 1; number < NSIG; number++)
		sigaction(number, &action, NULL);
}

/* After the fork: tor must not lose a SIGTERM because we ignore ours. */
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
	fcntl(CHANNEL, F_SETFD, FD_CLOEXEC); /* open in tor until it is tor */
}

/* torctl may be gone: then nobody misses the note. */
static void tell(enum guardian_event event, int value)
{
	struct guardian_note note;

	memset(&note, 0, sizeof(note));
	note.event = event;
	note.value = value;
	files_write_fd(CHANNEL, (const char *)&note, sizeof(note));
}

/* Its own process group keeps the terminal's Ctrl-C and Ctrl-Z from tor. */
static _Noreturn void become_tor(char *const *argv)
{
	sigset_t none;

	setpgid(0, 0);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* should the guardian be killed */
#endif
	dup2(LOG, 1);
	dup2(LOG, 2);
	close_from(CHANNEL + 1);
	tell(GUARDIAN_STARTED, (int)getpid());
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(argv[0], argv);
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
 * Waits for tor's end: true, and it is not yet reaped. False at the deadline,
 * or with `watch` when torctl is gone. SIGCHLD is let in by pselect() alone,
 * so none can come between has_ended() and that.
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

/* Returns tor's wait status, and whether it was its own doing. */
static bool watch_tor(pid_t tor, int *status)
{
	bool by_itself = wait_for_end(tor, true, CLOCK_NEVER);

	if (!by_itself) {
		kill(-tor, SIGTERM);
		wait_for_end(tor, false, clock_deadline(GRACE));
	}
	/* Not reaped yet, it keeps the group's number from being reused. */
	kill(-tor, SIGKILL);
	while (waitpid(tor, status, 0) < 0 && errno == EINTR)
		;
	/* Its orphans, if the system gives them to us: see run(). */
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

/* What only tor has use for, and a working directory that pins no disk. */
static void release(void)
{
	close(LOG);
	if (chdir("/") < 0)
		return; /* stays where it is, then */
}

/*
 * The life of the guardian, begun with all signals blocked: ends tor when the
 * channel's other end is closed, keeps the directory until then.
 */
static _Noreturn void run(const struct guardian_plan *plan,
	const struct descriptors *given)
{
	int status = 0, why;
	bool by_itself = true;
	pid_t tor;

	setsid();
#ifdef __linux__
	prctl(PR_SET_NAME, "tor-guardian"); /* "pkill -9 torctl" spares it */
	prctl(PR_SET_CHILD_SUBREAPER, 1); /* tor's orphans become ours */
#endif
	take_descriptors(given);
	reset_signals();
	tor = fork();
	why = errno;
	if (!tor)
		become_tor(plan->argv);
	set_signals();
	if (tor < 0) {
		tell(GUARDIAN_NO_FORK, why);
	} else {
		release();
		setpgid(tor, tor); /* whoever of the two is first */
		by_itself = watch_tor(tor, &status);
		if (by_itself)
			tell(GUARDIAN_ENDED, status);
	}
	if (by_itself)
		wait_for_hangup();
	files_remove_tree(plan->directory);
	_exit(0);
}

/* Moves `fd` to a number that is not one above; exec() will close it. */
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
