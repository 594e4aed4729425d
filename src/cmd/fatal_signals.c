/* Delay of fatal signals while there is something to undo. */
#include "cmd/fatal_signals.h"

#include "util/handlers.h"
#include "util/pipe.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* Real-time signals are left out: nobody uses them here. */
const int fatal_signals[] = {
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
_Static_assert(sizeof(fatal_signals) / sizeof(*fatal_signals) < HANDLERS_MAX,
	"room for all of them and one more");

/* Global, since signal handlers take no argument of ours. */
static int cancel_pipe[2] = { -1, -1 };
static volatile sig_atomic_t arrived;
static struct handlers handlers;

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

void fatal_signals_delay(struct session *session)
{
	if (session->prompt || cancel_pipe[0] >= 0 ||
		!pipe_open_unblocked(cancel_pipe))
		return;
	arrived = 0;
	for (const int *number = fatal_signals; *number; number++)
		handlers_set(&handlers, *number, on_signal, 0);
	session->tor->opener.connection.cancel_fd = cancel_pipe[0];
	connection_set_cancel(session->tor->connection, cancel_pipe[0]);
}

void fatal_signals_end_delay(struct session *session)
{
	if (session->prompt || cancel_pipe[0] < 0)
		return;
	session->tor->opener.connection.cancel_fd = -1;
	connection_set_cancel(session->tor->connection, -1);
	handlers_restore(&handlers);
	pipe_close(cancel_pipe);
	if (arrived)
		raise(arrived);
}
