/* Signals as descriptors that poll() can wait for. */
#include "shell/signals.h"

#include "cmd/fatal_signals.h"
#include "util/handlers.h"
#include "util/pipe.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* Signal handlers cannot take an argument of ours. */
static int signal_pipe[2] = { -1, -1 };
static int cancel_pipe[2] = { -1, -1 };
static int child_pipe[2] = { -1, -1 };
static struct sigaction stop_before, continue_before;
static struct handlers handlers;

static void tell(int fd, int number)
{
	unsigned char byte = (unsigned char)number;
	int saved = errno;

	/* If the pipe is full, everybody is woken already. */
	while (write(fd, &byte, 1) < 0 && errno == EINTR)
		;
	errno = saved;
}

static void on_signal(int number)
{
	if (number != SIGINT)
		tell(signal_pipe[1], number);
	if (number != SIGWINCH && number != SIGTSTP && number != SIGCONT)
		tell(cancel_pipe[1], number);
}

bool signals_open(void)
{
	if (!pipe_open_unblocked(signal_pipe) ||
		!pipe_open_unblocked(cancel_pipe))
		return false;
	handlers_set(&handlers, SIGWINCH, on_signal, 0);
	/* SIGPIPE ends a command whose reader is gone, not the shell. */
	for (const int *ending = fatal_signals; *ending; ending++)
		if (*ending != SIGPIPE)
			handlers_set(&handlers, *ending, on_signal, 0);
	sigaction(SIGTSTP, NULL, &stop_before);
	sigaction(SIGCONT, NULL, &continue_before);
	return true;
}

void signals_close(void)
{
	handlers_restore(&handlers);
	sigaction(SIGTSTP, &stop_before, NULL);
	sigaction(SIGCONT, &continue_before, NULL);
}

bool signals_ignored(int number)
{
	return handlers_before(&handlers, number) == SIG_IGN;
}

int signals_fd(void)
{
	return signal_pipe[0];
}

int signals_cancel_fd(void)
{
	return cancel_pipe[0];
}

int signals_take(void)
{
	unsigned char byte;

	return read(signal_pipe[0], &byte, 1) == 1 ? byte : 0;
}

/* Returns whether anything was in the pipe. */
static bool empty(int fd)
{
	unsigned char bytes[64];
	bool came = false;

	while (read(fd, bytes, sizeof(bytes)) > 0)
		came = true;
	return came;
}

bool signals_take_cancel(void)
{
	return empty(cancel_pipe[0]);
}

static void on_child(int number)
{
	tell(child_pipe[1], number);
}

int signals_child_fd(void)
{
	struct sigaction action = { .sa_handler = on_child,
		.sa_flags = SA_RESTART | SA_NOCLDSTOP };

	sigemptyset(&action.sa_mask);
	if (child_pipe[0] < 0 && pipe_open_unblocked(child_pipe))
		sigaction(SIGCHLD, &action, NULL);
	return child_pipe[0];
}

void signals_take_child(void)
{
	empty(child_pipe[0]);
}

void signals_catch_stop(bool on)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	/* While a command runs, there is no prompt to show again. */
	sigaction(SIGCONT, on ? &action : &continue_before, NULL);
	if (stop_before.sa_handler == SIG_IGN)
		return; /* started by a shell without job control */
	sigaction(SIGTSTP, on ? &action : &stop_before, NULL);
}

void signals_stop(void)
{
	signals_catch_stop(false);
	raise(SIGTSTP);
}
