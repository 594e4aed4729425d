/* Delay of fatal signals while there is something to undo. */
#include "cmd/endings.h"

#include "util/pipe.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* Real-time signals are left out: nobody uses them here. */
const int endings_signals[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2,
	SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ,
#ifdef SIGPOLL
	SIGPOLL,
#endif
#ifdef SIGPWR
	SIGPWR,
#endif
#ifdef SIGSTKFLT
	SIGSTKFLT,
#endif
	0
};
enum { ENDINGS = sizeof(endings_signals) / sizeof(*endings_signals) - 1 };

/* Global, since signal handlers take no argument of ours. */
static int cancel_pipe[2] = { -1, -1 };
static volatile sig_atomic_t arrived;
static struct sigaction before[ENDINGS];

static void on_signal(int number)
{
	int saved = errno;

	/* For SIGPIPE the failing write is enough. */
	if (number != SIGPIPE) {
		arrived = number;
		(void)!write(cancel_pipe[1], "", 1);
	}
	errno = saved;
}

void endings_hold(struct session *session)
{
	struct sigaction action = { .sa_handler = on_signal };

	if (session->prompt || cancel_pipe[0] >= 0 ||
		!pipe_open_unblocked(cancel_pipe))
		return;
	arrived = 0;
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < ENDINGS; i++) {
		sigaction(endings_signals[i], NULL, &before[i]);
		/* A signal ignored at startup (nohup) stays ignored. */
		if (before[i].sa_handler != SIG_IGN)
			sigaction(endings_signals[i], &action, NULL);
	}
	session->tor->opener.connection.cancel_fd = cancel_pipe[0];
	connection_set_cancel(session->tor->connection, cancel_pipe[0]);
}

void endings_release(struct session *session)
{
	if (session->prompt || cancel_pipe[0] < 0)
		return;
	session->tor->opener.connection.cancel_fd = -1;
	connection_set_cancel(session->tor->connection, -1);
	for (int i = 0; i < ENDINGS; i++)
		sigaction(endings_signals[i], &before[i], NULL);
	pipe_close(cancel_pipe);
	if (arrived)
		raise(arrived);
}
